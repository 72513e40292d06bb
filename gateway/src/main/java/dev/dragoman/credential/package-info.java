/** Secrets by reference, and what authorizes a request to a provider. */
@NullMarked
package dev.dragoman.credential;

import org.jspecify.annotations.NullMarked;
