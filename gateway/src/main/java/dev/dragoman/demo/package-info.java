/** A built-in model without a provider, so that a newcomer without a key sees the gateway work. */
@NullMarked
package dev.dragoman.demo;

import org.jspecify.annotations.NullMarked;
