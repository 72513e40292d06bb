/** A request and its answer, free of any transport. */
@NullMarked
package dev.dragoman.http;

import org.jspecify.annotations.NullMarked;
