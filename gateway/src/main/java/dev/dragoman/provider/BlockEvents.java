package dev.dragoman.provider;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.StreamEvent.Delta;
import dev.dragoman.messages.Usage;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The events of one answer: its blocks numbered as they open, its tool calls under ids apart. */
final class BlockEvents {
  private static final RawJson EMPTY_INPUT = RawJson.of("{}");

  private final String messageId;
  private final String model;
  private final Usage expected;
  private final Consumer<StreamEvent> out;
  private final Set<String> toolIds = new HashSet<>();
  private int nextIndex;
  private int toolCalls;
  private boolean begun;

  BlockEvents(String messageId, String model, Usage expected, Consumer<StreamEvent> out) {
    this.messageId = messageId;
    this.model = model;
    this.expected = expected;
    this.out = out;
  }

  /** Whether anything has gone out. */
  boolean begun() {
    return begun;
  }

  /** How many tool calls have opened. */
  int toolCalls() {
    return toolCalls;
  }

  /** An event that came as it is to go out. */
  void pass(StreamEvent.Passed event) {
    begun = true;
    out.accept(event);
  }

  /** Sends what waits in a block, which is opened if there is anything to say of it. */
  void flush(Block block) {
    if (block.kind == Block.Kind.TOOL && block.name == null) {
      return;
    }
    boolean nothingYet = block.waiting.isEmpty() && block.signature.isEmpty();
    boolean streams = block.kind == Block.Kind.TEXT || block.kind == Block.Kind.THINKING;
    if (streams && nothingYet && !block.started()) {
      return;
    }
    open(block);
    if (!block.waiting.isEmpty()) {
      send(block, block.waiting.toString());
      block.waiting.setLength(0);
    }
    if (!block.signature.isEmpty()) {
      delta(block, new Delta.Signature(block.signature.toString()));
      block.signature.setLength(0);
    }
    for (RawJson citation : block.citations) {
      delta(block, new Delta.Citation(citation));
    }
    block.citations.clear();
  }

  private void open(Block block) {
    if (block.started()) {
      return;
    }
    begin();
    block.index = nextIndex++;
    ContentBlock empty =
        switch (block.kind) {
          case TEXT -> new ContentBlock.Text("");
          case THINKING -> new ContentBlock.Thinking("", "");
          case TOOL -> {
            toolCalls++;
            yield new ContentBlock.ToolUse(uniqueId(block.id), name(block), EMPTY_INPUT);
          }
          case WHOLE -> empty(block);
        };
    out.accept(new StreamEvent.BlockStart(block.index, empty));
    if (block.content instanceof ContentBlock.ServerToolUse use) {
      delta(block, new Delta.InputJson(use.input().toString()));
    }
  }

  /** A whole block as it starts: input comes in a delta, as clients read it. */
  private static ContentBlock empty(Block block) {
    return switch (block.content) {
      case null -> throw new IllegalStateException("a whole block has content");
      case ContentBlock.ServerToolUse use ->
          new ContentBlock.ServerToolUse(use.id(), use.name(), EMPTY_INPUT);
      case ContentBlock content -> content;
    };
  }

  /** One more piece of an open block. */
  void send(Block block, String piece) {
    block.sentAny = true;
    delta(
        block,
        switch (block.kind) {
          case TEXT -> new Delta.Text(piece);
          case THINKING -> new Delta.Thinking(piece);
          case TOOL -> new Delta.InputJson(piece);
          case WHOLE -> throw new IllegalStateException("a whole block has no deltas");
        });
  }

  private void delta(Block block, Delta delta) {
    out.accept(new StreamEvent.BlockDelta(block.index, delta));
  }

  /** Closes a block, if it was ever opened. */
  void close(Block block) {
    if (block.kind == Block.Kind.TOOL && !block.sentAny) {
      // A client reads input from deltas alone, and needs one.
      send(block, "{}");
    }
    if (block.started()) {
      out.accept(new StreamEvent.BlockStop(block.index));
    }
  }

  /** Says why the answer ended. */
  void end(StopReason reason, @Nullable String sequence, Usage usage) {
    begin();
    out.accept(new StreamEvent.MessageDelta(reason, sequence, usage));
    out.accept(new StreamEvent.MessageStop());
  }

  private void begin() {
    if (!begun) {
      begun = true;
      out.accept(new StreamEvent.MessageStart(messageId, model, expected));
    }
  }

  private String uniqueId(@Nullable String id) {
    String unique = id;
    for (int i = toolCalls; unique == null || !toolIds.add(unique); i++) {
      unique = "toolu_" + messageId.substring(messageId.indexOf('_') + 1) + "_" + i;
    }
    return unique;
  }

  private static String name(Block block) {
    if (block.name == null) {
      throw new IllegalStateException("a tool call starts when its name is known");
    }
    return block.name;
  }
}
