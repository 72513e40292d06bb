package dev.dragoman.messages;

import dev.dragoman.json.RawJson;
import tools.jackson.core.JsonGenerator;

/** Writes the content blocks that stand in answers. */
final class BlockWriter {
  private BlockWriter() {}

  static void write(ContentBlock block, JsonGenerator out) {
    if (block instanceof ContentBlock.Unknown unknown) {
      unknown.raw().writeTo(out);
      return;
    }
    out.writeStartObject();
    out.writeStringProperty("type", block.type());
    switch (block) {
      case ContentBlock.Text text -> {
        out.writeStringProperty("text", text.text());
        if (text.citations() != null) {
          raw("citations", text.citations(), out);
        }
      }
      case ContentBlock.Thinking thinking -> {
        out.writeStringProperty("thinking", thinking.thinking());
        out.writeStringProperty("signature", thinking.signature());
      }
      case ContentBlock.RedactedThinking thinking ->
          out.writeStringProperty("data", thinking.data());
      case ContentBlock.ToolUse use -> use(use.id(), use.name(), use.input(), out);
      case ContentBlock.ServerToolUse use -> {
        use(use.id(), use.name(), use.input(), out);
        calledDirectly(out);
      }
      case ContentBlock.ServerToolResult result -> {
        calledDirectly(out);
        out.writeStringProperty("tool_use_id", result.toolUseId());
        raw("content", result.content(), out);
      }
      case ContentBlock.ToolReference reference ->
          out.writeStringProperty("tool_name", reference.toolName());
      case ContentBlock.Image i -> throw neverAnswered(block);
      case ContentBlock.Document d -> throw neverAnswered(block);
      case ContentBlock.ToolResult r -> throw neverAnswered(block);
      case ContentBlock.Unknown u -> throw neverAnswered(block);
    }
    out.writeEndObject();
  }

  private static void use(String id, String name, RawJson input, JsonGenerator out) {
    out.writeStringProperty("id", id);
    out.writeStringProperty("name", name);
    raw("input", input, out);
  }

  /** Who called a server's tool: the model, not code that it wrote. Clients demand the field. */
  private static void calledDirectly(JsonGenerator out) {
    out.writeObjectPropertyStart("caller");
    out.writeStringProperty("type", "direct");
    out.writeEndObject();
  }

  private static void raw(String name, RawJson value, JsonGenerator out) {
    out.writeName(name);
    value.writeTo(out);
  }

  private static IllegalStateException neverAnswered(ContentBlock block) {
    return new IllegalStateException("no model answers with " + block.type());
  }
}
