package dev.dragoman.provider.chat;

import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.ThinkingConfig;
import dev.dragoman.provider.BillingHeader;
import dev.dragoman.provider.Conversation;
import dev.dragoman.provider.Conversation.Answered;
import dev.dragoman.provider.Conversation.Placed;
import dev.dragoman.provider.Conversation.Turn;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ModelFacts;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.ToolSet;
import dev.dragoman.provider.chat.Dialect.Feature;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the conversation in the order that Chat Completions wants: right behind an assistant
 * message with calls stands one tool message a call; what a tool message cannot hold follows in the
 * next user message.
 */
final class ChatHistory {

  /** The least that is taken where thinking must stand. */
  private static final String NO_REASONING = " ";

  /** What the assistant says between its results and the user where it must say something. */
  private static final String BETWEEN = "I have the results.";

  private final MessagesRequest request;
  private final Dialect dialect;
  private final ToolSet tools;
  private final Provenance provenance;
  private final Notes notes;
  private final ChatParts parts;
  private final boolean reasoningExpected;

  /** Parts of a user message that is not written yet: media of results among them. */
  private final List<ChatParts.Part> pending = new ArrayList<>();

  private boolean resultsLast;

  ChatHistory(Encoding encoding, Dialect dialect, ToolSet tools, Provenance provenance) {
    this.request = encoding.request();
    this.dialect = dialect;
    this.tools = tools;
    this.provenance = provenance;
    this.notes = encoding.notes();
    this.parts = new ChatParts(encoding, dialect, tools);
    this.reasoningExpected = reasoningExpected(encoding, dialect);
  }

  private static boolean reasoningExpected(Encoding encoding, Dialect dialect) {
    ModelFacts facts = encoding.facts();
    return dialect.has(Feature.REASONING_EXPECTED)
        && (facts.reasons() || facts.abilities().isEmpty())
        && !(encoding.request().thinking() instanceof ThinkingConfig.Disabled);
  }

  /** Writes {@code messages}, with {@code instruction} at the end of the system message. */
  void write(@Nullable String instruction, JsonGenerator out) {
    out.writeArrayPropertyStart("messages");
    system(instruction, out);
    for (Turn turn : Conversation.of(request)) {
      if (!isOfUser(turn)) {
        user(out);
      }
      switch (turn) {
        case Turn.Instruction inside -> systemInside(inside.blocks(), out);
        case Turn.Assistant assistant -> assistant(assistant.blocks(), out);
        case Turn.Results results -> results.all().forEach(each -> result(each, out));
        case Turn.User user -> user(user.blocks(), out);
      }
    }
    user(out);
    if (request.messages().getLast().role() == Message.Role.ASSISTANT) {
      notes.add("messages", "the model starts a new turn, it does not continue the last one");
    }
    out.writeEndArray();
  }

  /** Whether a turn is, or becomes, a message of the user's. */
  private boolean isOfUser(Turn turn) {
    return turn instanceof Turn.User
        || (turn instanceof Turn.Instruction && !dialect.has(Feature.SYSTEM_ANYWHERE));
  }

  private void system(@Nullable String instruction, JsonGenerator out) {
    List<String> texts = new ArrayList<>();
    for (ContentBlock.Text block : request.system()) {
      if (!BillingHeader.is(block)) {
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

  private void systemInside(List<Placed> blocks, JsonGenerator out) {
    List<String> texts = new ArrayList<>();
    for (Placed each : blocks) {
      add(parts.text(each.block(), each.path()), texts);
    }
    if (texts.isEmpty()) {
      return;
    }
    String text = String.join("\n\n", texts);
    if (dialect.has(Feature.SYSTEM_ANYWHERE)) {
      message("system", text, out);
    } else {
      notes.add("messages.role", "system messages inside the conversation sent as user messages");
      pending.add(new ChatParts.Part.Text("<system-reminder>\n" + text + "\n</system-reminder>"));
    }
  }

  private void assistant(List<Placed> blocks, JsonGenerator out) {
    List<ContentBlock.ToolUse> calls = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    StringBuilder thinking = new StringBuilder();
    for (Placed each : blocks) {
      switch (each.block()) {
        case ContentBlock.ToolUse call -> calls.add(tools.asCalled(call));
        case ContentBlock.Thinking block -> thinking(block, thinking);
        case ContentBlock.RedactedThinking block ->
            notes.add(block.type(), "readable by its own provider only, left out");
        case ContentBlock block -> {
          String text = parts.text(block, each.path());
          if (!calls.isEmpty() && !text.isEmpty()) {
            notes.add("messages.content", "text behind tool calls moved before them");
          }
          add(text, texts);
        }
      }
    }
    if (!texts.isEmpty() || !calls.isEmpty()) {
      resultsLast = false;
      assistant(texts, thinking.toString(), calls, out);
    }
  }

  private void assistant(
      List<String> texts, String thinking, List<ContentBlock.ToolUse> calls, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("role", "assistant");
    if (texts.isEmpty()) {
      out.writeNullProperty("content");
    } else {
      out.writeStringProperty("content", String.join("\n\n", texts));
    }
    String field = dialect.reasoningHistory();
    if (field != null && (!thinking.isEmpty() || reasoningExpected)) {
      out.writeStringProperty(field, thinking.isEmpty() ? NO_REASONING : thinking);
    }
    if (!calls.isEmpty()) {
      out.writeArrayPropertyStart("tool_calls");
      for (ContentBlock.ToolUse call : calls) {
        call(call, out);
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  /** Only what this deployment thought is given back to it. */
  private void thinking(ContentBlock.Thinking block, StringBuilder out) {
    if (dialect.reasoningHistory() != null && provenance.unwrap(block.signature()) != null) {
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

  private void result(Answered each, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("role", "tool");
    out.writeStringProperty("tool_call_id", id(each.call().id()));
    out.writeStringProperty("content", parts.result(each.result(), each.path()));
    out.writeEndObject();
    parts.mediaOf(each.result(), each.path(), pending);
    resultsLast = true;
  }

  /**
   * Messages of the user's in a row stay apart only where all can be told apart: the templates of
   * many models want the roles to alternate.
   */
  private void user(List<Placed> blocks, JsonGenerator out) {
    for (Placed each : blocks) {
      parts.add(each.block(), each.path(), pending);
    }
    if (dialect.has(Feature.SYSTEM_ANYWHERE)) {
      user(out);
    }
  }

  /** Writes what is pending as a user message. */
  private void user(JsonGenerator out) {
    if (pending.isEmpty()) {
      return;
    }
    if (resultsLast && dialect.has(Feature.ASSISTANT_AFTER_RESULTS)) {
      message("assistant", BETWEEN, out);
    }
    out.writeStartObject();
    out.writeStringProperty("role", "user");
    ChatParts.write(pending, out);
    out.writeEndObject();
    pending.clear();
    resultsLast = false;
  }

  private String id(String id) {
    return dialect.callId(id);
  }

  private static void add(String text, List<String> texts) {
    if (!text.isEmpty()) {
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
