package dev.dragoman.search;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.StreamEvent;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What the events of a provider that speaks the Messages API say of blocks. Where the gateway
 * searches, several answers become one, so that their events cannot be passed on as they came.
 */
final class PassedBlocks {
  /** A block and its parts, told apart by the block's index. */
  interface Listener {
    void text(String text);

    void thinking(String thinking);

    /** As the client is to have it. */
    void signed(String signature);

    void toolCall(int slot, String id, String name);

    void toolArguments(int slot, String json);

    void citation(RawJson citation);

    void block(ContentBlock block);
  }

  private final Listener out;

  PassedBlocks(Listener out) {
    this.out = out;
  }

  void accept(StreamEvent.Passed event) {
    boolean start = event.name().equals("content_block_start");
    if (!start && !event.name().equals("content_block_delta")) {
      return;
    }
    int index = 0;
    RawJson part = RawJson.of("{}");
    try (JsonParser in = event.data().parser()) {
      in.nextToken();
      for (String name = Json.firstName(in); name != null; name = in.nextName()) {
        in.nextToken();
        switch (name) {
          case "index" -> index = in.getValueAsInt(0);
          case "content_block", "delta" -> part = event.data().slice(in);
          default -> in.skipChildren();
        }
      }
    }
    Part said = Part.of(part);
    if (start) {
      begin(index, said, part);
    } else {
      delta(index, said);
    }
  }

  /** The fields of a block or a delta that matter; empty where they are not said. */
  private record Part(
      String type, String text, String id, String name, RawJson value, String signature) {
    static Part of(RawJson raw) {
      String type = "";
      String text = "";
      String id = "";
      String tool = "";
      String signature = "";
      RawJson value = RawJson.of("{}");
      try (JsonParser in = raw.parser()) {
        in.nextToken();
        for (String name = Json.firstName(in); name != null; name = in.nextName()) {
          boolean string = in.nextToken() == JsonToken.VALUE_STRING;
          switch (name) {
            case "type" -> type = in.getString();
            case "text", "thinking", "partial_json", "data" -> text = string ? in.getString() : "";
            case "id" -> id = string ? in.getString() : "";
            case "name" -> tool = string ? in.getString() : "";
            case "signature" -> signature = string ? in.getString() : "";
            case "citation", "input" -> value = raw.slice(in);
            default -> in.skipChildren();
          }
        }
      }
      return new Part(type, text, id, tool, value, signature);
    }
  }

  private void begin(int index, Part part, RawJson raw) {
    switch (part.type()) {
      case "text" -> out.text(part.text());
      case "thinking" -> {
        out.thinking(part.text());
        sign(part);
      }
      case "tool_use" -> {
        out.toolCall(index, part.id(), part.name());
        if (!part.value().toString().replace(" ", "").equals("{}")) {
          out.toolArguments(index, part.value().toString());
        }
      }
      case "redacted_thinking" -> out.block(new ContentBlock.RedactedThinking(part.text()));
      default -> out.block(new ContentBlock.Unknown(part.type(), raw));
    }
  }

  private void delta(int index, Part part) {
    switch (part.type()) {
      case "text_delta" -> out.text(part.text());
      case "thinking_delta" -> out.thinking(part.text());
      case "signature_delta" -> sign(part);
      case "input_json_delta" -> out.toolArguments(index, part.text());
      case "citations_delta" -> out.citation(part.value());
      default -> {}
    }
  }

  private void sign(Part part) {
    if (!part.signature().isEmpty()) {
      out.signed(part.signature());
    }
  }
}
