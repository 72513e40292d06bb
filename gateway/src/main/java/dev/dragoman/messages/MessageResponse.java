package dev.dragoman.messages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A whole answer. */
public record MessageResponse(
    String id,
    String model,
    List<ContentBlock> content,
    StopReason stopReason,
    @Nullable String stopSequence,
    Usage usage) {
  public MessageResponse {
    content = List.copyOf(content);
  }
}
