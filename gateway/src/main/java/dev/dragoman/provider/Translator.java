package dev.dragoman.provider;

import dev.dragoman.wire.Frame;

/** Reads the frames of one answer and says what arrived. Used by one thread. */
public interface Translator {
  /**
   * Reads a frame.
   *
   * @throws dev.dragoman.messages.ApiException if the frame reports a fault or cannot be read
   */
  void accept(Frame frame, Deltas out);

  /**
   * The stream is at its end.
   *
   * @throws dev.dragoman.messages.ApiException if the answer had not come to its end
   */
  void end(Deltas out);

  /** Whether the upstream has said that nothing more will come, so that nothing need be read. */
  boolean whole();
}
