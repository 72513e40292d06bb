package dev.dragoman.provider.responses;

import dev.dragoman.json.Json;
import dev.dragoman.messages.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Reads the usage of a response, whose input tokens hold those read from and written to the cache.
 */
final class ResponsesUsage {
  private @Nullable Long input;
  private @Nullable Long output;
  private @Nullable Long cached;
  private @Nullable Long written;
  private @Nullable Long reasoning;

  /** The usage that {@code in} stands on; null if it states nothing. */
  static @Nullable Usage read(JsonParser in) {
    ResponsesUsage usage = new ResponsesUsage();
    usage.object(in);
    return usage.total();
  }

  private void object(JsonParser in) {
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case "input_tokens" -> input = Json.count(in);
        case "output_tokens" -> output = Json.count(in);
        case "cached_tokens" -> cached = Json.count(in);
        case "cache_write_tokens" -> written = Json.count(in);
        case "reasoning_tokens" -> reasoning = Json.count(in);
        case "input_tokens_details", "output_tokens_details" -> object(in);
        default -> in.skipChildren();
      }
    }
  }

  private @Nullable Usage total() {
    if (input == null && output == null) {
      return null;
    }
    Long fresh = input == null ? null : Math.max(0, input - orZero(cached) - orZero(written));
    return new Usage(Usage.Origin.REPORTED, fresh, output, cached, written, null, reasoning, null);
  }

  private static long orZero(@Nullable Long tokens) {
    return tokens == null ? 0 : tokens;
  }
}
