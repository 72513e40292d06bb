package dev.dragoman.provider.anthropic;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.StreamEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The input of a call that stands whole in its block's start, as some who speak the Messages API
 * have it. Clients read it from the deltas alone.
 */
final class WholeInput {
  private @Nullable RawJson input;
  private int index;

  /** Reads the start of a block, or more of it. */
  void read(StreamEvent.Passed event) {
    input = null;
    if (event.name().equals("content_block_start")) {
      start(event.data());
    }
  }

  private void start(RawJson data) {
    try (JsonParser in = data.parser()) {
      in.nextToken();
      for (String name = Json.firstName(in); name != null; name = in.nextName()) {
        JsonToken token = in.nextToken();
        if (name.equals("index") && token == JsonToken.VALUE_NUMBER_INT) {
          index = in.getIntValue();
        } else if (name.equals("content_block") && token == JsonToken.START_OBJECT) {
          for (String field = in.nextName(); field != null; field = in.nextName()) {
            if (in.nextToken() == JsonToken.START_OBJECT && field.equals("input")) {
              input = data.slice(in);
            } else {
              in.skipChildren();
            }
          }
        } else {
          in.skipChildren();
        }
      }
    }
  }

  /** At the end of a block: its input as a delta, where none has come. */
  Optional<StreamEvent.Passed> rest() {
    RawJson whole = input;
    input = null;
    if (whole == null) {
      return Optional.empty();
    }
    return Optional.of(Passing.delta(index, "input_json_delta", "partial_json", whole.toString()));
  }
}
