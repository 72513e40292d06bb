package dev.dragoman.provider.responses;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.BillingHeader;
import dev.dragoman.provider.Conversation;
import dev.dragoman.provider.Conversation.Answered;
import dev.dragoman.provider.Conversation.Placed;
import dev.dragoman.provider.Conversation.Turn;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.OpenAiContent;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.ToolSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the conversation as input items, in the order in which all was said.
 *
 * @see <a href="https://platform.openai.com/docs/guides/reasoning#encrypted-reasoning-items">
 *     Encrypted reasoning items</a>
 */
final class ResponsesInput {

  private static final int MAX_CALL_ID = 64;

  private final Encoding encoding;
  private final MessagesRequest request;
  private final ToolSet tools;
  private final Provenance provenance;
  private final OpenAiContent content;
  private final ResponsesParts parts;

  /** "Duplicate item found with id": clients that go back may say a message again. */
  private final Set<String> thoughts = new HashSet<>();

  ResponsesInput(Encoding encoding, ToolSet tools, Provenance provenance) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.tools = tools;
    this.provenance = provenance;
    this.content = new OpenAiContent(encoding, tools);
    this.parts = new ResponsesParts(content);
  }

  void write(JsonGenerator out) {
    out.writeArrayPropertyStart("input");
    system(out);
    for (Turn turn : Conversation.of(request)) {
      switch (turn) {
        case Turn.Instruction instruction -> developer(texts(instruction.blocks()), out);
        case Turn.Assistant assistant -> assistant(assistant.blocks(), out);
        case Turn.Results results -> results.all().forEach(each -> result(each, out));
        case Turn.User user -> user(user.blocks(), out);
      }
    }
    if (out.streamWriteContext().getEntryCount() == 0) {
      throw ApiException.invalid("messages", "hold nothing but empty text");
    }
    if (request.messages().getLast().role() == Message.Role.ASSISTANT) {
      encoding
          .notes()
          .add("messages", "the model starts a new turn, it does not continue the last one");
    }
    out.writeEndArray();
  }

  private void system(JsonGenerator out) {
    List<String> texts = new ArrayList<>();
    for (ContentBlock.Text block : request.system()) {
      if (!BillingHeader.is(block) && !block.text().isEmpty()) {
        texts.add(content.text(block));
      }
    }
    developer(texts, out);
  }

  private List<String> texts(List<Placed> blocks) {
    List<String> texts = new ArrayList<>();
    for (Placed each : blocks) {
      String text = content.text(each.block(), each.path());
      if (!text.isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static void developer(List<String> texts, JsonGenerator out) {
    if (!texts.isEmpty()) {
      message("developer", String.join("\n\n", texts), out);
    }
  }

  private static void message(String role, String content, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("type", "message");
    out.writeStringProperty("role", role);
    out.writeStringProperty("content", content);
    out.writeEndObject();
  }

  private void assistant(List<Placed> blocks, JsonGenerator out) {
    int last = lastSaid(blocks);
    for (int i = 0; i < blocks.size(); i++) {
      Placed each = blocks.get(i);
      boolean followed = i < last;
      switch (each.block()) {
        case ContentBlock.ToolUse call -> call(tools.asCalled(call), out);
        // A reasoning item is refused "without its required following item".
        case ContentBlock.Thinking thinking when followed -> reasoning(thinking, out);
        case ContentBlock.Thinking thinking -> noteThinking();
        case ContentBlock.RedactedThinking thinking ->
            encoding
                .notes()
                .add("redacted_thinking", "readable by its own provider only, left out");
        case ContentBlock block -> {
          String text = content.text(block, each.path());
          if (!text.isEmpty()) {
            message("assistant", text, out);
          }
        }
      }
    }
  }

  /** Where the last block stands that is more than thinking; -1 if there is none. */
  private static int lastSaid(List<Placed> blocks) {
    int last = blocks.size() - 1;
    while (last >= 0 && isThinking(blocks.get(last).block())) {
      last--;
    }
    return last;
  }

  private static boolean isThinking(ContentBlock block) {
    return block instanceof ContentBlock.Thinking
        || block instanceof ContentBlock.RedactedThinking
        || (block instanceof ContentBlock.Text text && text.text().isEmpty());
  }

  private void noteThinking() {
    encoding.notes().add("thinking", "earlier thinking left out");
  }

  private void reasoning(ContentBlock.Thinking thinking, JsonGenerator out) {
    String signature = provenance.unwrap(thinking.signature());
    ReasoningItem item = signature == null ? null : ReasoningItem.read(signature);
    if (item == null || !encoding.facts().reasons() || isSaid(item)) {
      noteThinking();
      return;
    }
    out.writeStartObject();
    out.writeStringProperty("type", "reasoning");
    if (!item.id().isEmpty()) {
      out.writeStringProperty("id", item.id());
    }
    out.writeArrayPropertyStart("summary");
    if (!thinking.thinking().isEmpty()) {
      out.writeStartObject();
      out.writeStringProperty("type", "summary_text");
      out.writeStringProperty("text", thinking.thinking());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeStringProperty("encrypted_content", item.encrypted());
    out.writeEndObject();
  }

  private boolean isSaid(ReasoningItem item) {
    return !item.id().isEmpty() && !thoughts.add(item.id());
  }

  private static void call(ContentBlock.ToolUse call, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("type", "function_call");
    out.writeStringProperty("call_id", ToolNames.id(call.id(), MAX_CALL_ID));
    out.writeStringProperty("name", ToolNames.toUpstream(call.name()));
    out.writeStringProperty("arguments", call.input().toString());
    out.writeEndObject();
  }

  private void result(Answered answered, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("type", "function_call_output");
    out.writeStringProperty("call_id", ToolNames.id(answered.call().id(), MAX_CALL_ID));
    parts.result(answered.result(), answered.path(), out);
    out.writeEndObject();
  }

  private void user(List<Placed> blocks, JsonGenerator out) {
    List<ResponsesParts.Part> all = new ArrayList<>();
    for (Placed each : blocks) {
      parts.add(each.block(), each.path(), all);
    }
    if (all.isEmpty()) {
      return;
    }
    out.writeStartObject();
    out.writeStringProperty("type", "message");
    out.writeStringProperty("role", "user");
    out.writeName("content");
    ResponsesParts.write(all, out);
    out.writeEndObject();
  }
}
