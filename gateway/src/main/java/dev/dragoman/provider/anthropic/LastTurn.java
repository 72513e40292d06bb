package dev.dragoman.provider.anthropic;

import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.ThinkingConfig;
import java.util.List;

/**
 * The assistant's turn that a request is to go on with: all since the user spoke last, calls and
 * their results in turns. With a budget for thinking Claude refuses one that begins with a call and
 * no thinking before it, as turns of other models do.
 *
 * @see <a href="https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking">Extended
 *     thinking, toggling thinking modes</a>
 */
final class LastTurn {
  private LastTurn() {}

  /** Whether it began without thinking that can be shown, so that it must end without. */
  static boolean isUnthought(MessagesRequest request, Host host, Thinking thinking) {
    if (!host.claude() || !(request.thinking() instanceof ThinkingConfig.Enabled)) {
      return false;
    }
    List<Message> messages = request.messages();
    int first = messages.size();
    for (int i = messages.size() - 1; i >= 0 && !isUsers(messages.get(i)); i--) {
      first = i;
    }
    for (Message message : messages.subList(first, messages.size())) {
      for (ContentBlock block : message.content()) {
        switch (block) {
          case ContentBlock.Thinking thought when thinking.shown(thought.signature()) != null -> {
            return false;
          }
          case ContentBlock.RedactedThinking thought
              when thinking.shown(thought.data()) != null -> {
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

  /** Whether the user says something in it beside giving results. */
  private static boolean isUsers(Message message) {
    return message.role() == Message.Role.USER
        && message.content().stream().noneMatch(block -> block instanceof ContentBlock.ToolResult);
  }
}
