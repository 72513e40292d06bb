package dev.dragoman.provider.responses;

import dev.dragoman.json.Json;
import dev.dragoman.messages.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the usage of a response. */
final class ResponsesUsage {
  private @Nullable Long input;
  private @Nullable Long output;
  private @Nullable Long cached;
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
        case "input_tokens" -> input = number(in);
        case "output_tokens" -> output = number(in);
        case "cached_tokens" -> cached = number(in);
        case "reasoning_tokens" -> reasoning = number(in);
        case "input_tokens_details", "output_tokens_details" -> object(in);
        default -> in.skipChildren();
      }
    }
  }

  private @Nullable Usage total() {
    if (input == null && output == null) {
      return null;
    }
    Long fresh = input == null ? null : Math.max(0, input - (cached == null ? 0 : cached));
    return new Usage(Usage.Origin.REPORTED, fresh, output, cached, null, null, reasoning, null);
  }

  private static @Nullable Long number(JsonParser in) {
    if (in.currentToken() == JsonToken.VALUE_NUMBER_INT && in.getLongValue() >= 0) {
      return in.getLongValue();
    }
    in.skipChildren();
    return null;
  }
}
