package dev.dragoman.exchange;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.StreamEvent;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The client's side of an exchange: where the events of the answer go. What it is told is held back
 * until the first content: so long one attempt can be replaced by another.
 */
interface ClientAnswer extends Consumer<StreamEvent> {
  /** Whether content has come, sent or not. */
  boolean content();

  /** Hands over what has come; nothing happens before the first content. */
  void flush() throws IOException;

  /** Whether anything of the answer has gone out; pings are nothing of it. */
  boolean told();

  /** How many bytes of the answer the client has been sent, or will be by {@link #close}. */
  long sent();

  /** Forgets what has come; nothing of it has gone out. */
  void rewind();

  /** All has been said: what cannot be told as one answer is a fault now, before it is settled. */
  void end() throws IOException;

  /** Tells of a fault; false if no status has gone out, so that it can be told with one. */
  boolean fail(ApiError error) throws IOException;

  /** Ends the answer that {@link #end} or {@link #fail} has made. */
  void close() throws IOException;

  /**
   * Whether an event is content, or shows that there is some: a block that has only begun is none.
   */
  static boolean isContent(StreamEvent event) {
    return switch (event) {
      case StreamEvent.BlockDelta _, StreamEvent.BlockStop _ -> true;
      case StreamEvent.Passed passed ->
          passed.name().equals("content_block_delta") || passed.name().equals("content_block_stop");
      default -> false;
    };
  }
}
