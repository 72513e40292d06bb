package dev.dragoman.provider.anthropic;

import java.util.HashSet;
import java.util.Set;

/**
 * What can come next of an answer: what belongs to a block comes while that is open. How blocks are
 * numbered, and how many are open, is left to the provider, since clients take it.
 */
final class EventOrder {
  private final Set<Integer> open = new HashSet<>();

  /** Whether the event can come now; if it does, it has come. */
  boolean takes(EventHead event) {
    Integer index = event.index();
    return switch (event.type()) {
      case "message_start" -> event.part().equals("message");
      case "content_block_start" ->
          index != null && event.part().equals("content_block") && open.add(index);
      case "content_block_delta" ->
          index != null && event.part().equals("delta") && open.contains(index);
      case "content_block_stop" -> index != null && open.remove(index);
      default -> true;
    };
  }
}
