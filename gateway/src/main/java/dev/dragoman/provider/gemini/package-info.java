/** Gemini's API, of Google AI Studio and of Vertex. */
@NullMarked
package dev.dragoman.provider.gemini;

import org.jspecify.annotations.NullMarked;
