package dev.dragoman.provider.converse;

import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Conversation;
import dev.dragoman.provider.Conversation.Placed;
import dev.dragoman.provider.Conversation.Turn;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.ToolSet;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes {@code system} and {@code messages}, in which user and assistant take turns. */
final class ConverseMessages {
  /** Claude Code's first system block, different in every conversation: it would defeat caches. */
  private static final String BILLING_HEADER = "x-anthropic-billing-header:";

  private static final int ID = 64;

  private final Encoding encoding;
  private final MessagesRequest request;
  private final ToolSet tools;
  private final ConverseModel model;
  private final Provenance provenance;
  private final ConverseBlocks blocks;

  ConverseMessages(Encoding encoding, ToolSet tools, ConverseModel model, Provenance provenance) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.tools = tools;
    this.model = model;
    this.provenance = provenance;
    this.blocks = new ConverseBlocks(encoding, tools, model);
  }

  void write(List<String> instructions, JsonGenerator out) {
    system(instructions, out);
    out.writeArrayPropertyStart("messages");
    String open = "";
    for (Turn turn : Conversation.of(request)) {
      String role = turn instanceof Turn.Assistant ? "assistant" : "user";
      if (!blocks.writesAny(turn, provenance)) {
        continue;
      }
      if (!role.equals(open)) {
        close(open, out);
        out.writeStartObject();
        out.writeStringProperty("role", role);
        out.writeArrayPropertyStart("content");
        open = role;
      }
      turn(turn, out);
    }
    close(open, out);
    out.writeEndArray();
  }

  private static void close(String open, JsonGenerator out) {
    if (!open.isEmpty()) {
      out.writeEndArray();
      out.writeEndObject();
    }
  }

  private void system(List<String> instructions, JsonGenerator out) {
    List<ContentBlock.Text> texts =
        request.system().stream()
            .filter(block -> !block.text().isBlank() && !block.text().startsWith(BILLING_HEADER))
            .toList();
    if (texts.isEmpty() && instructions.isEmpty()) {
      return;
    }
    out.writeArrayPropertyStart("system");
    for (ContentBlock.Text block : texts) {
      blocks.text(block.text(), out);
      blocks.cache(block.cacheControl(), out);
    }
    for (String instruction : instructions) {
      blocks.text(instruction, out);
    }
    out.writeEndArray();
  }

  private void turn(Turn turn, JsonGenerator out) {
    switch (turn) {
      case Turn.Instruction system -> {
        encoding
            .notes()
            .add("messages.role", "system messages inside the conversation sent as user messages");
        for (Placed each : system.blocks()) {
          if (each.block() instanceof ContentBlock.Text text) {
            blocks.text("<system-reminder>\n" + text.text() + "\n</system-reminder>", out);
            blocks.cache(text.cacheControl(), out);
          } else {
            blocks.write(each.block(), each.path(), out);
          }
        }
      }
      case Turn.User user -> user.blocks().forEach(e -> blocks.write(e.block(), e.path(), out));
      case Turn.Results results ->
          results.all().forEach(each -> result(each.result(), each.path(), out));
      case Turn.Assistant assistant -> assistant.blocks().forEach(each -> said(each, out));
    }
  }

  private void said(Placed each, JsonGenerator out) {
    switch (each.block()) {
      case ContentBlock.Thinking thinking -> thinking(thinking, out);
      case ContentBlock.RedactedThinking redacted ->
          encoding.notes().add("redacted_thinking", "readable by its own provider only, left out");
      case ContentBlock.ToolUse use -> {
        call(tools.asCalled(use), out);
        blocks.cache(use.cacheControl(), out);
      }
      default -> blocks.write(each.block(), each.path(), out);
    }
  }

  private void thinking(ContentBlock.Thinking thinking, JsonGenerator out) {
    String signature = provenance.unwrap(thinking.signature());
    if (signature == null) {
      encoding.notes().add("thinking", "earlier thinking left out");
      return;
    }
    out.writeStartObject();
    out.writeObjectPropertyStart("reasoningContent");
    out.writeObjectPropertyStart("reasoningText");
    out.writeStringProperty("text", thinking.thinking());
    out.writeStringProperty("signature", signature);
    out.writeEndObject();
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void call(ContentBlock.ToolUse use, JsonGenerator out) {
    out.writeStartObject();
    out.writeObjectPropertyStart("toolUse");
    out.writeStringProperty("toolUseId", ToolNames.fit(use.id(), ID));
    out.writeStringProperty("name", ToolNames.toUpstream(use.name()));
    out.writeName("input");
    use.input().writeTo(out);
    out.writeEndObject();
    out.writeEndObject();
  }

  private void result(ContentBlock.ToolResult result, String path, JsonGenerator out) {
    out.writeStartObject();
    out.writeObjectPropertyStart("toolResult");
    out.writeStringProperty("toolUseId", ToolNames.fit(result.toolUseId(), ID));
    out.writeArrayPropertyStart("content");
    boolean any = false;
    if (result.isError() && !model.status()) {
      blocks.text("Error:", out);
      any = true;
    }
    for (int i = 0; i < result.content().size(); i++) {
      ContentBlock block = result.content().get(i);
      any |= blocks.inResult(block, path + ".content." + i, out);
    }
    if (!any) {
      blocks.text("(no output)", out);
    }
    out.writeEndArray();
    if (result.isError() && model.status()) {
      out.writeStringProperty("status", "error");
    }
    out.writeEndObject();
    out.writeEndObject();
    blocks.cache(result.cacheControl(), out);
  }
}
