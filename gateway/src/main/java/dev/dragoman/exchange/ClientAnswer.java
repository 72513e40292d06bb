package dev.dragoman.exchange;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.StreamEvent;
import java.io.IOException;
import java.util.function.Consumer;

/** The client's side of an exchange: where the events of the answer go. */
interface ClientAnswer extends Consumer<StreamEvent> {
  /** Hands over what has come; nothing happens before the first event. */
  void flush() throws IOException;

  /** All has been said: what cannot be told as one answer is a fault now, before it is settled. */
  void end() throws IOException;

  /** Tells of a fault; false if the answer has not begun, so that it can be told with a status. */
  boolean fail(ApiError error) throws IOException;

  /** Ends the answer that {@link #end} or {@link #fail} has made. */
  void close() throws IOException;
}
