/** Tokens of Google's, kept until they are about to expire. */
@NullMarked
package dev.dragoman.credential.google;

import org.jspecify.annotations.NullMarked;
