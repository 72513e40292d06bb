package dev.dragoman.wire;

import java.io.IOException;

/** A body that lasts until its connection ends, which only a response may have. */
final class UntilCloseInput extends BodyInput {
  private boolean ended;

  UntilCloseInput(WireInput in) {
    super(in);
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count = ended ? -1 : in.read(into, offset, length);
    ended = count < 0;
    return count;
  }

  @Override
  public int available() {
    return in.buffered();
  }
}
