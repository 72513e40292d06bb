/** OpenAI Chat Completions, with each provider that speaks it as a dialect record. */
@NullMarked
package dev.dragoman.provider.chat;

import org.jspecify.annotations.NullMarked;
