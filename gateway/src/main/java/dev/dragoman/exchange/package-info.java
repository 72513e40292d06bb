/** One request's story, from admission to settlement. */
@NullMarked
package dev.dragoman.exchange;

import org.jspecify.annotations.NullMarked;
