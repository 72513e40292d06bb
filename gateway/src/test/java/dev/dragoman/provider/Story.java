package dev.dragoman.provider;

import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.StreamEvent.Delta;
import java.util.ArrayList;
import java.util.List;

/** A stream of events as a line to read, and as the blocks it makes if it keeps to its grammar. */
public final class Story {
  private Story() {}

  /** A block, and all that came for it. */
  public record Block(String name, String sum) {}

  /** {@code start 0text 0:a 0. 1Bash(id) 1:{} 1. tool_use stop}. */
  public static String of(List<StreamEvent> events) {
    return String.join(" ", events.stream().map(Story::word).toList());
  }

  private static String word(StreamEvent event) {
    return switch (event) {
      case StreamEvent.MessageStart e -> "start";
      case StreamEvent.BlockStart e -> e.index() + name(e.block(), true);
      case StreamEvent.BlockDelta e ->
          e.index() + (e.delta() instanceof Delta.Signature ? "~" : ":") + text(e.delta());
      case StreamEvent.BlockStop e -> e.index() + ".";
      case StreamEvent.MessageDelta e -> e.stopReason().json();
      case StreamEvent.MessageStop e -> "stop";
      case StreamEvent.Ping e -> "ping";
      case StreamEvent.Passed e -> e.name();
      case StreamEvent.Failed e -> "failed";
    };
  }

  /**
   * The blocks of a whole answer.
   *
   * @throws AssertionError if it does not keep to the grammar of {@link StreamEvent}
   */
  public static List<Block> blocks(List<StreamEvent> events) {
    List<Block> blocks = new ArrayList<>();
    String open = "";
    StringBuilder sum = new StringBuilder();
    for (int i = 0; i < events.size(); i++) {
      StreamEvent event = events.get(i);
      check((i == 0) == event instanceof StreamEvent.MessageStart, events);
      check((i == events.size() - 2) == event instanceof StreamEvent.MessageDelta, events);
      check((i == events.size() - 1) == event instanceof StreamEvent.MessageStop, events);
      switch (event) {
        case StreamEvent.BlockStart e -> {
          check(open.isEmpty() && e.index() == blocks.size(), events);
          open = name(e.block(), false);
          sum.setLength(0);
        }
        case StreamEvent.BlockDelta e -> {
          check(!open.isEmpty() && e.index() == blocks.size(), events);
          sum.append(text(e.delta()));
        }
        case StreamEvent.BlockStop e -> {
          check(!open.isEmpty() && e.index() == blocks.size(), events);
          blocks.add(new Block(open, sum.toString()));
          open = "";
        }
        default -> check(open.isEmpty(), events);
      }
    }
    return blocks;
  }

  private static void check(boolean right, List<StreamEvent> events) {
    if (!right) {
      throw new AssertionError("not a stream of the Messages API: " + of(events));
    }
  }

  private static String name(ContentBlock block, boolean withId) {
    if (block instanceof ContentBlock.ToolUse use) {
      return use.name() + (withId ? "(" + use.id() + ")" : "");
    }
    return block.type();
  }

  private static String text(Delta delta) {
    return switch (delta) {
      case Delta.Text d -> d.text();
      case Delta.Thinking d -> d.thinking();
      case Delta.InputJson d -> d.partialJson();
      case Delta.Signature d -> d.signature();
      case Delta.Citation d -> d.citation().toString();
    };
  }
}
