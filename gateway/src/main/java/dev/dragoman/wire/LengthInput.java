package dev.dragoman.wire;

import java.io.IOException;

/** A body of a length that was announced. */
final class LengthInput extends BodyInput {
  private final long length;
  private long left;

  LengthInput(WireInput in, long length) {
    super(in);
    this.length = length;
    this.left = length;
  }

  @Override
  public boolean ended() {
    return left == 0;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int count = in.read(into, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw WireFault.cut();
    }
    left -= count;
    return count;
  }

  @Override
  public int available() {
    return (int) Math.min(left, in.buffered());
  }
}
