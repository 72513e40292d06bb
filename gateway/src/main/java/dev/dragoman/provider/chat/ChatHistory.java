package dev.dragoman.provider.chat;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.chat.Dialect.Feature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the conversation in the order that Chat Completions wants: right behind an assistant
 * message with calls stands one tool message a call, in the calls' order, whatever order the
 * results came in and whatever stood between; what a tool message cannot hold follows in the next
 * user message.
 */
final class ChatHistory {
  /** Claude Code's first system block, different in every conversation: it would defeat caches. */
  private static final String BILLING_HEADER = "x-anthropic-billing-header:";

  private final MessagesRequest request;
  private final Dialect dialect;
  private final Notes notes;
  private final ChatParts parts;

  ChatHistory(MessagesRequest request, Dialect dialect, Notes notes) {
    this.request = request;
    this.dialect = dialect;
    this.notes = notes;
    this.parts = new ChatParts(dialect, notes);
  }

  /** Writes {@code messages}, with {@code instruction} at the end of the system message. */
  void write(@Nullable String instruction, JsonGenerator out) {
    out.writeArrayPropertyStart("messages");
    system(instruction, out);
    List<Message> messages = request.messages();
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      switch (message.role()) {
        case SYSTEM -> systemInside(message, "messages." + i, out);
        case ASSISTANT -> {
          if (i == 0 || messages.get(i - 1).role() != Message.Role.ASSISTANT) {
            assistant(i, out);
          }
        }
        case USER -> user(i, out);
      }
    }
    if (messages.getLast().role() == Message.Role.ASSISTANT) {
      notes.add("messages", "the model starts a new turn, it does not continue the last one");
    }
    out.writeEndArray();
  }

  private void system(@Nullable String instruction, JsonGenerator out) {
    List<String> texts = new ArrayList<>();
    for (ContentBlock.Text block : request.system()) {
      if (!block.text().startsWith(BILLING_HEADER)) {
        add(parts.text(block), texts);
      }
    }
    if (instruction != null) {
      texts.add(instruction);
    }
    if (!texts.isEmpty()) {
      message("system", String.join("\n\n", texts), out);
    }
  }

  private void systemInside(Message message, String path, JsonGenerator out) {
    String text = parts.plain(message.content(), path);
    if (text.isEmpty()) {
      return;
    }
    if (dialect.has(Feature.SYSTEM_ANYWHERE)) {
      message("system", text, out);
    } else {
      notes.add("messages.role", "system messages inside the conversation sent as user messages");
      message("user", "<system-reminder>\n" + text + "\n</system-reminder>", out);
    }
  }

  /**
   * All messages of the assistant from {@code first} on, as one: so the Messages API reads them.
   */
  private void assistant(int first, JsonGenerator out) {
    List<ContentBlock.ToolUse> calls = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    StringBuilder thinking = new StringBuilder();
    int next = first;
    for (; next < request.messages().size() && isAssistant(next); next++) {
      List<ContentBlock> content = request.messages().get(next).content();
      for (int j = 0; j < content.size(); j++) {
        switch (content.get(j)) {
          case ContentBlock.ToolUse call -> calls.add(call);
          case ContentBlock.Thinking block -> thinking(block, thinking);
          case ContentBlock.RedactedThinking block ->
              notes.add("redacted_thinking", "readable by its own provider only, left out");
          case ContentBlock block -> {
            if (!calls.isEmpty()) {
              notes.add("messages.content", "text behind tool calls moved before them");
            }
            add(parts.text(block, "messages." + next + ".content." + j), texts);
          }
        }
      }
    }
    if (texts.isEmpty() && calls.isEmpty()) {
      return;
    }
    out.writeStartObject();
    out.writeStringProperty("role", "assistant");
    if (texts.isEmpty()) {
      out.writeNullProperty("content");
    } else {
      out.writeStringProperty("content", String.join("\n\n", texts));
    }
    if (dialect.reasoningHistory() != null && !thinking.isEmpty()) {
      out.writeStringProperty(dialect.reasoningHistory(), thinking.toString());
    }
    if (!calls.isEmpty()) {
      out.writeArrayPropertyStart("tool_calls");
      for (ContentBlock.ToolUse call : calls) {
        call(call, out);
      }
      out.writeEndArray();
    }
    out.writeEndObject();
    if (!calls.isEmpty()) {
      results(next, calls, out);
    }
  }

  /** Thinking of this dialect is unsigned; what is signed belongs to another provider. */
  private void thinking(ContentBlock.Thinking block, StringBuilder out) {
    if (dialect.reasoningHistory() != null && block.signature().isEmpty()) {
      out.append(block.thinking());
    } else {
      notes.add("thinking", "earlier thinking left out");
    }
  }

  private void call(ContentBlock.ToolUse call, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("id", id(call.id()));
    out.writeStringProperty("type", "function");
    out.writeObjectPropertyStart("function");
    out.writeStringProperty("name", ToolNames.toUpstream(call.name()));
    out.writeStringProperty("arguments", call.input().toString());
    out.writeEndObject();
    out.writeEndObject();
  }

  /** A result, and where in the request it stands. */
  private record Placed(ContentBlock.ToolResult result, String path) {}

  private void results(int next, List<ContentBlock.ToolUse> calls, JsonGenerator out) {
    Map<String, Placed> results = resultsFrom(next);
    for (ContentBlock.ToolUse call : calls) {
      Placed placed = results.remove(call.id());
      if (placed == null) {
        throw ApiException.invalid(
            "messages." + (next - 1),
            "tool_use " + call.id() + " has no tool_result in the next message");
      }
      out.writeStartObject();
      out.writeStringProperty("role", "tool");
      out.writeStringProperty("tool_call_id", id(call.id()));
      out.writeStringProperty("content", parts.result(placed.result(), placed.path()));
      out.writeEndObject();
    }
    for (Placed stray : results.values()) {
      throw stray(stray.path(), stray.result());
    }
  }

  /** The results that stand from a message on to the next one of the assistant, by call. */
  private Map<String, Placed> resultsFrom(int next) {
    Map<String, Placed> results = new LinkedHashMap<>();
    for (int i = next; i < request.messages().size() && !isAssistant(i); i++) {
      List<ContentBlock> content = request.messages().get(i).content();
      for (int j = 0; j < content.size(); j++) {
        if (content.get(j) instanceof ContentBlock.ToolResult result) {
          String path = "messages." + i + ".content." + j;
          if (results.put(result.toolUseId(), new Placed(result, path)) != null) {
            throw ApiException.invalid(path, "a second tool_result for " + result.toolUseId());
          }
        }
      }
    }
    return results;
  }

  private boolean isAssistant(int index) {
    return request.messages().get(index).role() == Message.Role.ASSISTANT;
  }

  private void user(int index, JsonGenerator out) {
    List<ContentBlock> content = request.messages().get(index).content();
    List<ChatParts.Part> all = new ArrayList<>();
    for (int j = 0; j < content.size(); j++) {
      if (content.get(j) instanceof ContentBlock.ToolResult result) {
        String path = "messages." + index + ".content." + j;
        if (!answersCalls(index)) {
          throw stray(path, result);
        }
        parts.mediaOf(result, path, all);
      }
    }
    for (int j = 0; j < content.size(); j++) {
      if (!(content.get(j) instanceof ContentBlock.ToolResult)) {
        parts.add(content.get(j), "messages." + index + ".content." + j, all);
      }
    }
    if (!all.isEmpty()) {
      out.writeStartObject();
      out.writeStringProperty("role", "user");
      ChatParts.write(all, out);
      out.writeEndObject();
    }
  }

  private boolean answersCalls(int index) {
    int i = index - 1;
    while (i >= 0 && !isAssistant(i)) {
      i--;
    }
    boolean calls = false;
    for (; i >= 0 && isAssistant(i); i--) {
      calls |=
          request.messages().get(i).content().stream()
              .anyMatch(ContentBlock.ToolUse.class::isInstance);
    }
    return calls;
  }

  private static ApiException stray(String path, ContentBlock.ToolResult result) {
    return ApiException.invalid(
        path,
        "tool_result for " + result.toolUseId() + " answers no tool_use in the message before");
  }

  private String id(String id) {
    return ToolNames.id(id, dialect.toolCallIdLength());
  }

  private static void add(@Nullable String text, List<String> texts) {
    if (text != null && !text.isEmpty()) {
      texts.add(text);
    }
  }

  private static void message(String role, String content, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("role", role);
    out.writeStringProperty("content", content);
    out.writeEndObject();
  }
}
