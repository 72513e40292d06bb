package dev.dragoman.messages;

import java.util.List;

/**
 * One turn of a conversation. A system message may stand anywhere among the others.
 *
 * @param content in order; a plain string is one text block
 */
public record Message(Role role, List<ContentBlock> content) {
  /** Who speaks. */
  public enum Role {
    USER,
    ASSISTANT,
    SYSTEM
  }

  public Message {
    content = List.copyOf(content);
  }
}
