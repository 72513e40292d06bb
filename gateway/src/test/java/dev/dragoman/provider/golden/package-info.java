/** Golden conversations of every dialect. */
@NullMarked
package dev.dragoman.provider.golden;

import org.jspecify.annotations.NullMarked;
