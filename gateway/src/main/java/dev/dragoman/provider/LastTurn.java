package dev.dragoman.provider;

import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.ThinkingConfig;
import java.util.List;
import java.util.function.Predicate;

/**
 * The assistant's turn that a request is to go on with: all since the user spoke last, calls and
 * their results in turns. With a budget for thinking Claude refuses one that begins with a call and
 * no thinking before it, as turns of other models do.
 *
 * @see <a href="https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking">Extended
 *     thinking, toggling thinking modes</a>
 */
public final class LastTurn {
  private LastTurn() {}

  /**
   * Whether a budget is asked for and the turn began without thinking, so that it must end without.
   *
   * @param shown whether thinking with that signature, or of that data, can be sent
   */
  public static boolean isUnthought(MessagesRequest request, Predicate<String> shown) {
    if (!(request.thinking() instanceof ThinkingConfig.Enabled)) {
      return false;
    }
    List<Message> messages = request.messages();
    int first = messages.size();
    int i = first - 1;
    while (i >= 0) {
      int end = i + 1;
      while (i >= 0 && !isAssistants(messages.get(i))) {
        i--;
      }
      if (isUsers(messages.subList(i + 1, end))) {
        break;
      }
      while (i >= 0 && isAssistants(messages.get(i))) {
        first = i--;
      }
    }
    for (Message message : messages.subList(first, messages.size())) {
      for (ContentBlock block : message.content()) {
        switch (block) {
          case ContentBlock.Thinking thought when shown.test(thought.signature()) -> {
            return false;
          }
          case ContentBlock.RedactedThinking thought when shown.test(thought.data()) -> {
            return false;
          }
          case ContentBlock.ToolUse ignored -> {
            return true;
          }
          default -> {}
        }
      }
    }
    return false;
  }

  private static boolean isAssistants(Message message) {
    return message.role() == Message.Role.ASSISTANT;
  }

  /** Whether the user speaks in them and gives no results; Claude reads them as one message. */
  private static boolean isUsers(List<Message> between) {
    return between.stream().anyMatch(message -> message.role() == Message.Role.USER)
        && between.stream()
            .flatMap(message -> message.content().stream())
            .noneMatch(block -> block instanceof ContentBlock.ToolResult);
  }
}
