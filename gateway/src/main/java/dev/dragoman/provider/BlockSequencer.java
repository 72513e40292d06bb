package dev.dragoman.provider;

import dev.dragoman.json.RawJson;
import dev.dragoman.json.Unicode;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the events of a Messages stream of what arrives: it alone decides their order and indexes.
 *
 * <p>Blocks stand in a queue in the order they first arrived. The one at the head is open and what
 * arrives for it goes out at once; what arrives for those behind it waits in them. The head closes
 * when something stands behind it and nothing more can come for it: text and thinking when anything
 * else arrives, a tool call when its input is a whole JSON object. At the end all close in order.
 * So interleaved calls, repeated names and text between calls are all legal input, and calls that
 * come one after another still stream.
 */
public final class BlockSequencer implements Deltas {

  private final Provenance provenance;
  private final Usage expected;
  private final Notes notes;
  private final BlockEvents events;

  private final Deque<Block> queue = new ArrayDeque<>();
  private final Map<Integer, Block> slots = new HashMap<>();
  private long characters;
  private boolean passing;
  private @Nullable Usage usage;
  private @Nullable StopReason reason;
  private @Nullable String sequence;

  /**
   * A sequencer for one answer.
   *
   * @param messageId the answer's id; ids of tool calls that lack one are made from it
   * @param model the model's name as the client asked for it
   * @param provenance whose thinking it is
   * @param expected what is known of the usage before the answer
   * @param notes where notes go
   */
  public BlockSequencer(
      String messageId,
      String model,
      Provenance provenance,
      Usage expected,
      Notes notes,
      Consumer<StreamEvent> out) {
    this.provenance = provenance;
    this.expected = expected;
    this.notes = notes;
    this.events = new BlockEvents(messageId, model, expected, out);
  }

  @Override
  public void text(String text) {
    if (!text.isEmpty()) {
      add(tail(Block.Kind.TEXT), text);
    }
  }

  @Override
  public void thinking(String thinking) {
    if (!thinking.isEmpty()) {
      add(tail(Block.Kind.THINKING), thinking);
    }
  }

  @Override
  public void signature(String signature) {
    if (!signature.isEmpty()) {
      signed(provenance.wrap(signature));
    }
  }

  /** The same, of a signature that the client is to have as it is. */
  public void signed(String signature) {
    Block last = queue.peekLast();
    Block block =
        last != null && last.kind == Block.Kind.THINKING && !last.over
            ? last
            : append(new Block(Block.Kind.THINKING));
    sign(block, signature);
    advance();
  }

  @Override
  public void block(ContentBlock block) {
    append(Block.whole(block));
  }

  @Override
  public void citation(RawJson citation) {
    Block last = queue.peekLast();
    if (last == null || last.kind != Block.Kind.TEXT) {
      notes.add("citations", "one that supports no text left out");
      return;
    }
    last.citations.add(citation);
    last.over = true;
    advance();
  }

  @Override
  public void pass(StreamEvent.Passed event) {
    passing = true;
    events.pass(event);
  }

  @Override
  public void toolCall(int slot, @Nullable String id, @Nullable String name) {
    String givenId = id == null || id.isEmpty() ? null : Unicode.wellFormed(id);
    String givenName = name == null || name.isEmpty() ? null : Unicode.wellFormed(name);
    Block block = slots.get(slot);
    if (block == null || isAnother(block, givenId, givenName)) {
      block = appendCall(slot);
    } else if (block.extent.complete() && givenId == null) {
      block.nextName = givenName;
    }
    if (block.id == null) {
      block.id = givenId;
    }
    if (block.name == null) {
      block.name = givenName;
    }
    advance();
  }

  @Override
  public void toolArguments(int slot, String json) {
    if (json.isEmpty()) {
      return;
    }
    Block block = slots.get(slot);
    if (block == null) {
      throw fault("sent input for a tool call that had not begun");
    }
    if (block.extent.complete() && json.isBlank()) {
      return;
    }
    if (block.nextName != null) {
      String name = block.nextName;
      block = appendCall(slot);
      block.name = name;
    }
    if (block.closed) {
      throw fault("sent more input for a tool call that was whole");
    }
    block.extent.read(json);
    add(block, json);
  }

  @Override
  public void usage(Usage total) {
    usage = total;
  }

  @Override
  public void stop(StopReason stopReason, @Nullable String stopSequence) {
    reason = stopReason;
    sequence = stopSequence;
  }

  @Override
  public void note(String field, String what) {
    notes.add(field, what);
  }

  /** Whether anything of the answer has gone out. */
  public boolean begun() {
    return events.begun();
  }

  /** Whether a filter, or the model itself, refused to answer. */
  public boolean refused() {
    return reason == StopReason.REFUSAL;
  }

  /** What was used, as far as it is known by now. */
  public Usage usage() {
    if (usage != null) {
      return usage;
    }
    Long input = expected.input();
    return Usage.estimated(input == null ? 0 : input, tokens());
  }

  /**
   * The answer is whole: closes what is open and says why it ended. The upstream must have said so
   * before.
   */
  public void finish() {
    if (reason == null) {
      throw fault("ended its answer without saying why");
    }
    if (passing) {
      return;
    }
    for (Block head = queue.peek(); head != null; head = queue.peek()) {
      close(head);
    }
    if (usage == null) {
      notes.add("usage", "not reported by the provider, estimated");
    }
    events.end(stopReason(reason), sequence, usage());
  }

  /** Some say stop where they called a tool, some say tool_calls where they called none. */
  private StopReason stopReason(StopReason said) {
    return switch (said) {
      case END_TURN, TOOL_USE -> events.toolCalls() > 0 ? StopReason.TOOL_USE : StopReason.END_TURN;
      default -> said;
    };
  }

  /**
   * An index that comes again with another id is another call: some servers number all of them 0.
   */
  private static boolean isAnother(Block block, @Nullable String id, @Nullable String name) {
    return id != null && name != null && block.id != null && !block.id.equals(id);
  }

  /** The last block if it is of this kind and unsigned, else a new one behind it. */
  private Block tail(Block.Kind kind) {
    Block last = queue.peekLast();
    return last != null && last.kind == kind && !last.over ? last : append(new Block(kind));
  }

  /** A new call in {@code slot}, in place of the one before. */
  private Block appendCall(int slot) {
    Block before = slots.get(slot);
    if (before != null) {
      before.over = true;
    }
    Block call = append(new Block(Block.Kind.TOOL));
    slots.put(slot, call);
    return call;
  }

  private Block append(Block block) {
    queue.add(block);
    advance();
    return block;
  }

  private void add(Block block, String more) {
    characters += more.length();
    String piece = block.whole(more);
    if (piece.isEmpty()) {
      return;
    }
    if (block == queue.peek() && block.started() && block.waiting.isEmpty()) {
      events.send(block, piece);
    } else {
      block.waiting.append(piece);
    }
    advance();
  }

  /** Closes heads that are done while something stands behind them, and opens the next. */
  private void advance() {
    for (Block head = queue.peek(); head != null; head = queue.peek()) {
      events.flush(head);
      if (head.kind != Block.Kind.WHOLE && (queue.size() == 1 || !head.done())) {
        return;
      }
      close(head);
    }
  }

  private static void sign(Block block, String signature) {
    block.signature.append(signature);
    block.over = true;
  }

  private void close(Block head) {
    if (head.kind == Block.Kind.TOOL && head.name == null) {
      throw fault("called a tool without a name");
    }
    head.waiting.append(head.rest());
    if (head.kind == Block.Kind.THINKING && !head.over) {
      sign(head, provenance.wrap(""));
    }
    events.flush(head);
    if (head.kind == Block.Kind.TOOL && head.sentAny && !head.extent.whole()) {
      notes.add("tool_use.input", "the model's JSON is not whole, passed on as it came");
    }
    events.close(head);
    queue.remove();
    head.closed = true;
  }

  private long tokens() {
    return Usage.tokensByLength(characters);
  }

  private static RuntimeException fault(String what) {
    return ApiError.of(ErrorType.API, "the provider " + what).toException();
  }
}
