package dev.dragoman.wire;

/** Cuts a byte stream, however it is split, into frames. */
public interface FrameReader {
  /** A stream that cannot be cut into frames, or not to its end. */
  class Broken extends RuntimeException {
    Broken(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Reads {@code length} bytes from {@code from}, which may end anywhere.
   *
   * @throws Broken if they are no such stream, or a frame is too large
   */
  void feed(byte[] bytes, int from, int length);

  /**
   * The stream is at its end.
   *
   * @throws Broken if that is seen to be in the middle of a frame
   */
  void end();
}
