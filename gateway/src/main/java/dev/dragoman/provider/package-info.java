/**
 * What a provider is: how a request is encoded for it, and how its stream becomes Messages events.
 * No I/O.
 */
@NullMarked
package dev.dragoman.provider;

import org.jspecify.annotations.NullMarked;
