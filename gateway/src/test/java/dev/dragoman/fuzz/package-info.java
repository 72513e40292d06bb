/** Real inputs, damaged in every way that a seed decides, for all that reads what others wrote. */
@NullMarked
package dev.dragoman.fuzz;

import org.jspecify.annotations.NullMarked;
