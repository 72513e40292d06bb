package dev.dragoman.provider.anthropic;

import dev.dragoman.json.Json;
import dev.dragoman.messages.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What an answer says of its usage, at its start and at its end; what is said later counts. */
final class AnthropicUsage {

  private @Nullable Long input;
  private @Nullable Long output;
  private @Nullable Long cacheRead;
  private @Nullable Long cacheWrite;
  private @Nullable Long cacheWrite5m;
  private @Nullable Long cacheWrite1h;
  private @Nullable Long thinking;
  private @Nullable Long searches;

  /** Reads the object, or passes over the null, that {@code in} stands on. */
  void read(JsonParser in) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return;
    }
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      Long figure = token == JsonToken.VALUE_NUMBER_INT ? Json.count(in) : null;
      if (figure != null) {
        figure(name, figure);
      } else if (token == JsonToken.START_OBJECT && nested(name)) {
        read(in);
      } else {
        in.skipChildren();
      }
    }
  }

  private static boolean nested(String name) {
    return switch (name) {
      case "cache_creation", "server_tool_use", "output_tokens_details" -> true;
      default -> false;
    };
  }

  private void figure(String name, long value) {
    switch (name) {
      case "input_tokens" -> input = kept(input, value);
      case "output_tokens" -> output = value;
      case "cache_read_input_tokens" -> cacheRead = kept(cacheRead, value);
      case "cache_creation_input_tokens" -> cacheWrite = kept(cacheWrite, value);
      case "ephemeral_5m_input_tokens" -> cacheWrite5m = kept(cacheWrite5m, value);
      case "ephemeral_1h_input_tokens" -> cacheWrite1h = kept(cacheWrite1h, value);
      case "thinking_tokens" -> thinking = value;
      case "web_search_requests" -> searches = value;
      default -> {}
    }
  }

  /** The end says 0 of the input where it leaves that to the start. */
  private static Long kept(@Nullable Long before, long value) {
    return before != null && value == 0 ? before : Long.valueOf(value);
  }

  /**
   * What an answer has used that has come so far: its input was said at its start, its output is
   * said at its end alone. Null where nothing was said.
   *
   * @param characters what came of it
   */
  @Nullable Usage soFar(long characters) {
    if (input == null) {
      return null;
    }
    return usage(Usage.Origin.ESTIMATED, output(characters));
  }

  /** The output of an answer that does not say it. */
  long output(long characters) {
    long estimate = Usage.tokensByLength(characters);
    return output == null ? estimate : Math.max(output, estimate);
  }

  /** All that is known; null if no tokens were. */
  @Nullable Usage known() {
    if (input == null && output == null) {
      return null;
    }
    return usage(Usage.Origin.REPORTED, output);
  }

  private Usage usage(Usage.Origin origin, @Nullable Long said) {
    boolean split = cacheWrite5m != null || cacheWrite1h != null;
    return new Usage(
        origin,
        input,
        said,
        cacheRead,
        split ? cacheWrite5m : cacheWrite,
        cacheWrite1h,
        thinking,
        searches);
  }
}
