/** OpenAI's Responses API. */
@NullMarked
package dev.dragoman.provider.responses;

import org.jspecify.annotations.NullMarked;
