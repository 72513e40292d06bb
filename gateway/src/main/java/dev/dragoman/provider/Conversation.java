package dev.dragoman.provider;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages of a request as turns that every dialect can write: neighbouring messages of the
 * assistant are one turn, as the Messages API reads them, and the results of its calls stand right
 * behind it, in the order of the calls, wherever up to its next turn they came.
 */
public final class Conversation {
  private final List<Message> messages;
  private final List<Turn> turns = new ArrayList<>();

  private Conversation(List<Message> messages) {
    this.messages = messages;
  }

  /**
   * A block and where in the request it stands.
   *
   * @param path such as {@code messages.3.content.0}
   */
  public record Placed(ContentBlock block, String path) {}

  /** A call and its result. */
  public record Answered(ContentBlock.ToolUse call, ContentBlock.ToolResult result, String path) {}

  /** A part of the conversation, in order. */
  public sealed interface Turn {
    /** A system message among the others. */
    record Instruction(List<Placed> blocks) implements Turn {}

    /** What the model said: text, thinking, calls, in the order it said them. */
    record Assistant(List<Placed> blocks) implements Turn {}

    /** The results of all calls of the assistant's turn before. */
    record Results(List<Answered> all) implements Turn {}

    /** One message of the user, without the results that stood in it; never empty. */
    record User(List<Placed> blocks) implements Turn {}
  }

  /**
   * The turns of {@code request}.
   *
   * @throws ApiException {@code invalid_request_error} for a call without a result, or a result
   *     without a call
   */
  public static List<Turn> of(MessagesRequest request) {
    Conversation conversation = new Conversation(request.messages());
    conversation.read();
    return List.copyOf(conversation.turns);
  }

  private void read() {
    int i = 0;
    while (i < messages.size()) {
      if (isAssistant(i)) {
        i = assistant(i);
      } else {
        other(i++, Map.of());
      }
    }
  }

  /** The turn that begins at {@code first}, with all that answers it; where the next begins. */
  private int assistant(int first) {
    List<Placed> blocks = new ArrayList<>();
    int next = first;
    for (; next < messages.size() && isAssistant(next); next++) {
      blocks.addAll(placed(next));
    }
    if (!blocks.isEmpty()) {
      turns.add(new Turn.Assistant(List.copyOf(blocks)));
    }
    int end = next;
    while (end < messages.size() && !isAssistant(end)) {
      end++;
    }
    Map<String, Placed> results = results(next, end);
    List<Answered> answered = new ArrayList<>();
    for (Placed each : blocks) {
      if (each.block() instanceof ContentBlock.ToolUse call) {
        answered.add(answer(call, results, next));
      }
    }
    if (!answered.isEmpty()) {
      turns.add(new Turn.Results(List.copyOf(answered)));
    }
    for (int i = next; i < end; i++) {
      other(i, results);
    }
    return end;
  }

  private static Answered answer(ContentBlock.ToolUse call, Map<String, Placed> results, int next) {
    Placed placed = results.get(call.id());
    if (placed == null) {
      throw ApiException.invalid(
          "messages." + (next - 1),
          "tool_use " + call.id() + " has no tool_result in the next message");
    }
    return new Answered(call, (ContentBlock.ToolResult) placed.block(), placed.path());
  }

  private Map<String, Placed> results(int from, int to) {
    Map<String, Placed> results = new LinkedHashMap<>();
    for (int i = from; i < to; i++) {
      for (Placed each : placed(i)) {
        if (each.block() instanceof ContentBlock.ToolResult result
            && results.put(result.toolUseId(), each) != null) {
          throw ApiException.invalid(each.path(), "a second tool_result for " + result.toolUseId());
        }
      }
    }
    return results;
  }

  /** A message of the user or the system, without the results, all of which must be known. */
  private void other(int index, Map<String, Placed> results) {
    List<Placed> rest = new ArrayList<>();
    for (Placed each : placed(index)) {
      if (!(each.block() instanceof ContentBlock.ToolResult result)) {
        rest.add(each);
      } else if (!answersACall(result, results)) {
        throw ApiException.invalid(
            each.path(),
            "tool_result for " + result.toolUseId() + " answers no tool_use in the message before");
      }
    }
    if (!rest.isEmpty()) {
      boolean system = messages.get(index).role() == Message.Role.SYSTEM;
      turns.add(system ? new Turn.Instruction(rest) : new Turn.User(rest));
    }
  }

  private boolean answersACall(ContentBlock.ToolResult result, Map<String, Placed> results) {
    if (!results.containsKey(result.toolUseId())) {
      return false;
    }
    for (int i = turns.size() - 1; i >= 0; i--) {
      if (turns.get(i) instanceof Turn.Results answered) {
        return answered.all().stream()
            .anyMatch(each -> each.call().id().equals(result.toolUseId()));
      }
      if (turns.get(i) instanceof Turn.Assistant) {
        return false;
      }
    }
    return false;
  }

  private List<Placed> placed(int index) {
    List<ContentBlock> content = messages.get(index).content();
    List<Placed> placed = new ArrayList<>(content.size());
    for (int j = 0; j < content.size(); j++) {
      placed.add(new Placed(content.get(j), "messages." + index + ".content." + j));
    }
    return placed;
  }

  private boolean isAssistant(int index) {
    return messages.get(index).role() == Message.Role.ASSISTANT;
  }
}
