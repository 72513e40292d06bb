package dev.dragoman.routing;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a request matters to where it goes.
 *
 * @param model the name that was asked for
 * @param session what its session is known by; null if it belongs to none
 * @param tags of {@code x-litellm-tags}; empty for none
 * @param retries how often it may be asked again ({@code x-litellm-num-retries}); null for what the
 *     settings say
 * @param inputTokens about how many, estimated
 * @param deadline when the answer must have ended: no attempt begins when there is no time for it
 */
public record Ask(
    String model,
    @Nullable String session,
    Set<String> tags,
    @Nullable Integer retries,
    long inputTokens,
    Instant deadline) {
  public Ask {
    tags = Set.copyOf(tags);
  }
}
