package dev.dragoman.provider.anthropic;

import dev.dragoman.wire.Frame;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What an event says of itself.
 *
 * @param type the {@code type}; {@code error} and {@code bytes} also where those fields stand
 *     without one
 * @param index of its block, 0 where it says none; null if it is no number
 * @param part the object it is about: {@code message}, {@code content_block} or {@code delta};
 *     empty if there is none
 * @param characters how much a delta says
 */
record EventHead(String type, @Nullable Integer index, String part, long characters) {
  /** It becomes a line of the client's stream. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

  /**
   * Reads a frame to its end, so that no half of an event is passed on; null if it is no event.
   *
   * @throws tools.jackson.core.JacksonException if it is no JSON
   */
  static @Nullable EventHead read(Frame frame) {
    try (JsonParser in = frame.parser()) {
      return in.nextToken() == JsonToken.START_OBJECT ? read(in) : null;
    }
  }

  private static @Nullable EventHead read(JsonParser in) {
    String type = "";
    String field = "";
    String part = "";
    Integer index = 0;
    long characters = 0;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      switch (name) {
        case "type" -> type = token == JsonToken.VALUE_STRING ? in.getString() : "";
        case "index" -> index = token == JsonToken.VALUE_NUMBER_INT ? in.getIntValue() : null;
        case "message", "content_block", "delta" ->
            part = token == JsonToken.START_OBJECT ? name : "";
        case "error", "bytes" -> field = name;
        default -> {}
      }
      if (name.equals("delta") && token == JsonToken.START_OBJECT) {
        characters += said(in);
      } else {
        in.skipChildren();
      }
    }
    String found = type.isEmpty() ? field : type;
    return !NAME.matcher(found).matches() || in.nextToken() != null
        ? null
        : new EventHead(found, index, part, characters);
  }

  private static long said(JsonParser in) {
    long characters = 0;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      boolean text = in.nextToken() == JsonToken.VALUE_STRING;
      if (text && (name.equals("text") || name.equals("thinking") || name.equals("partial_json"))) {
        characters += in.getStringLength();
      } else {
        in.skipChildren();
      }
    }
    return characters;
  }
}
