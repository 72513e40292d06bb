/** The design, as sentences that are checked. */
@NullMarked
package dev.dragoman.architecture;

import org.jspecify.annotations.NullMarked;
