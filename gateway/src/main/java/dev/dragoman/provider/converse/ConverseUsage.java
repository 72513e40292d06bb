package dev.dragoman.provider.converse;

import dev.dragoman.json.Json;
import dev.dragoman.messages.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads {@code usage}, whose input tokens exclude those of the cache.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html">
 *     TokenUsage</a>
 */
final class ConverseUsage {
  private ConverseUsage() {}

  /** The usage that {@code in} stands on; null if it states neither input nor output. */
  static @Nullable Usage read(JsonParser in) {
    Long input = null;
    Long output = null;
    Long read = null;
    Long written = null;
    Long hour = null;
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case "inputTokens" -> input = Json.count(in);
        case "outputTokens" -> output = Json.count(in);
        case "cacheReadInputTokens" -> read = Json.count(in);
        case "cacheWriteInputTokens" -> written = Json.count(in);
        case "cacheDetails" -> hour = writtenForAnHour(in);
        default -> in.skipChildren();
      }
    }
    if (input == null && output == null) {
      return null;
    }
    Long brief =
        hour == null || written == null ? written : Long.valueOf(Math.max(0, written - hour));
    return new Usage(Usage.Origin.REPORTED, input, output, read, brief, hour, null, null);
  }

  /** {@code [{"ttl": "1h", "inputTokens": 7}, ...]}, each a part of all that was written. */
  private static @Nullable Long writtenForAnHour(JsonParser in) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return null;
    }
    Long hour = null;
    while (in.nextToken() == JsonToken.START_OBJECT) {
      String ttl = null;
      Long tokens = null;
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        switch (name) {
          case "ttl" -> ttl = ConversePiece.string(in);
          case "inputTokens" -> tokens = Json.count(in);
          default -> in.skipChildren();
        }
      }
      if ("1h".equals(ttl)) {
        hour = tokens;
      }
    }
    return hour;
  }
}
