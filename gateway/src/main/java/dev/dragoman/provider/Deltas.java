package dev.dragoman.provider;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a translator says has arrived, in whatever order it arrives. Blocks and their indexes are
 * not its concern: whoever listens makes them.
 */
public interface Deltas {
  /** More text. */
  void text(String text);

  /** More thinking. */
  void thinking(String thinking);

  /**
   * The signature of the thinking so far, as the provider gave it. One that comes where no thinking
   * is open makes a block of its own, so that it stands before what it came with.
   */
  void signature(String signature);

  /**
   * A tool call, or more about one.
   *
   * @param slot what the provider tells its calls apart by
   * @param id the provider's id for the call; null if not said (yet)
   * @param name the tool; null if not said (yet)
   */
  void toolCall(int slot, @Nullable String id, @Nullable String name);

  /** More of the input of the call in {@code slot}, as a piece of JSON text. */
  void toolArguments(int slot, String json);

  /** A block that came whole: a server's tool call, its result, thinking that nobody can read. */
  void block(ContentBlock block);

  /** A citation that supports the text before it; what text follows is another block. */
  void citation(RawJson citation);

  /**
   * An event of an API that is the Messages API itself, to be passed on as it came. Where one is,
   * all are: only usage, the stop and notes are said beside them.
   */
  void pass(StreamEvent.Passed event);

  /** What the whole answer used so far; the last one said counts. */
  void usage(Usage total);

  /** Why the answer ended. */
  void stop(StopReason reason, @Nullable String sequence);

  /** Something was not carried. */
  void note(String field, String what);
}
