package dev.dragoman.provider.chat;

import dev.dragoman.json.Json;
import dev.dragoman.provider.Deltas;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads what a message says, and what the model thought, in the forms in which servers put it. */
final class ChatContent {
  private ChatContent() {}

  /** A string, or parts: those of text, and those in which Mistral's models think. */
  static void read(JsonParser in, StringBuilder text, Deltas out) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      text.append(Json.string(in));
      return;
    }
    Json.objects(
        in,
        () -> {
          for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
              case "text" -> text.append(Json.string(in));
              case "thinking" -> thinking(in, out);
              default -> in.skipChildren();
            }
          }
        });
  }

  /** Thinking in a list of texts. */
  static void thinking(JsonParser in, Deltas out) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      out.thinking(Json.string(in));
      return;
    }
    Json.objects(
        in,
        () -> {
          for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals("text")) {
              out.thinking(Json.string(in));
            } else {
              in.skipChildren();
            }
          }
        });
  }
}
