/** Tokens of Microsoft Entra's, kept until they are about to expire. */
@NullMarked
package dev.dragoman.credential.azure;

import org.jspecify.annotations.NullMarked;
