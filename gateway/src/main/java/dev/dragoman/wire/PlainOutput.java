package dev.dragoman.wire;

import java.io.IOException;

/** A body sent as it is: of a length that was announced, or until the connection is closed. */
final class PlainOutput extends BodyOutput {
  private final boolean announced;
  private long left;

  /** A body of that length, or without one if it is {@link Long#MAX_VALUE}. */
  PlainOutput(WireOutput out, long length) {
    super(out);
    this.announced = length != Long.MAX_VALUE;
    this.left = length;
  }

  @Override
  void put(byte[] octets, int offset, int length) throws IOException {
    if (length > left) {
      throw new IllegalStateException("more of a body than was announced");
    }
    left -= length;
    out.grow(out.end, length);
    int count = Math.min(length, out.buffer.length - out.end);
    System.arraycopy(octets, offset, out.buffer, out.end, count);
    out.end += count;
    int rest = length - count;
    if (rest == 0) {
      return;
    }
    out.flush();
    if (rest >= out.buffer.length) {
      out.sendDirectly(octets, offset + count, rest);
    } else {
      System.arraycopy(octets, offset + count, out.buffer, 0, rest);
      out.end = rest;
    }
  }

  @Override
  void push() throws IOException {
    out.flush();
  }

  @Override
  void finish() throws IOException {
    if (announced && left > 0) {
      throw new IllegalStateException("less of a body than was announced");
    }
    out.flush();
  }
}
