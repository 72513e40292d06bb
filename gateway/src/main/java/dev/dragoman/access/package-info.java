/** Who may ask: keys and what they open. */
@NullMarked
package dev.dragoman.access;

import org.jspecify.annotations.NullMarked;
