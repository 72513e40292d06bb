/** Bedrock's Converse API. */
@NullMarked
package dev.dragoman.provider.converse;

import org.jspecify.annotations.NullMarked;
