package dev.dragoman.messages;

import org.jspecify.annotations.Nullable;

/**
 * Marks the end of a prefix to be cached.
 *
 * @param ttl {@code 5m} or {@code 1h}; null for the default, five minutes
 * @see <a href="https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching">Prompt
 *     caching</a>
 */
public record CacheControl(@Nullable String ttl) {}
