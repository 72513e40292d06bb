package dev.dragoman.provider.anthropic;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.StreamEvent;

/** Events that are put between those that pass. */
final class Passing {
  private static final String DELTA = "content_block_delta";

  private Passing() {}

  /** More of the block at {@code index}: a delta with one field of text. */
  static StreamEvent.Passed delta(int index, String type, String field, String text) {
    byte[] bytes =
        Json.bytes(json -> {
          json.writeStartObject();
          json.writeStringProperty("type", DELTA);
          json.writeNumberProperty("index", index);
          json.writeObjectPropertyStart("delta");
          json.writeStringProperty("type", type);
          json.writeStringProperty(field, text);
          json.writeEndObject();
          json.writeEndObject();
        });
    return new StreamEvent.Passed(DELTA, new RawJson(bytes, 0, bytes.length));
  }
}
