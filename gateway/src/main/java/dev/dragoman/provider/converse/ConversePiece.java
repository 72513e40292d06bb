package dev.dragoman.provider.converse;

import dev.dragoman.json.Json;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.ToolNames;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A part of one content block: how it starts, more of it, or all of it. */
final class ConversePiece {
  int index;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private @Nullable String signature;
  private byte @Nullable [] redacted;
  private boolean citation;
  private boolean image;
  private boolean call;
  private @Nullable String id;
  private @Nullable String name;
  private @Nullable String input;

  /** Reads the object that {@code in} stands on. */
  void read(JsonParser in) {
    for (String field = Json.firstName(in); field != null; field = in.nextName()) {
      in.nextToken();
      switch (field) {
        case "text" -> add(in, text);
        case "toolUse" -> toolUse(in);
        case "reasoningContent" -> reasoning(in);
        case "citation", "citationsContent" -> {
          citation = true;
          in.skipChildren();
        }
        case "image" -> {
          image = true;
          in.skipChildren();
        }
        default -> in.skipChildren();
      }
    }
  }

  /** A part of thinking that only its provider can read; null if this is none. */
  byte @Nullable [] redacted() {
    return redacted;
  }

  /** Says what was read. */
  void say(ToolNames names, Deltas out) {
    out.thinking(thinking.toString());
    if (signature != null && !signature.isEmpty()) {
      out.signature(signature);
    }
    if (citation) {
      out.note("citations", "left out");
    }
    if (image) {
      out.note("image", "an image in the answer left out");
    }
    out.text(text.toString());
    if (call) {
      out.toolCall(index, id, name == null ? null : names.toClient(name));
    }
    if (input != null) {
      out.toolArguments(index, input);
    }
  }

  /** Whole input is an object; a piece of it is a string. */
  private void toolUse(JsonParser in) {
    for (String field = Json.firstName(in); field != null; field = in.nextName()) {
      JsonToken token = in.nextToken();
      switch (field) {
        case "toolUseId" -> {
          id = string(in);
          call = true;
        }
        case "name" -> {
          name = string(in);
          call = true;
        }
        case "input" ->
            input =
                token.isStructStart()
                    ? Json.text(out -> out.copyCurrentStructureExact(in))
                    : string(in);
        default -> in.skipChildren();
      }
    }
  }

  private void reasoning(JsonParser in) {
    for (String field = Json.firstName(in); field != null; field = in.nextName()) {
      in.nextToken();
      switch (field) {
        case "reasoningText" -> reasoning(in);
        case "text" -> add(in, thinking);
        case "signature" -> signature = string(in);
        case "redactedContent" -> redacted = in.getBinaryValue();
        default -> in.skipChildren();
      }
    }
  }

  private static void add(JsonParser in, StringBuilder to) {
    String more = string(in);
    if (more != null) {
      to.append(more);
    }
  }

  /** The string that {@code in} stands on; null for anything else, which is passed over. */
  static @Nullable String string(JsonParser in) {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return in.getString();
    }
    in.skipChildren();
    return null;
  }

  static int index(JsonParser in) {
    if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return in.getIntValue();
    }
    in.skipChildren();
    return 0;
  }
}
