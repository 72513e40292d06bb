package dev.dragoman.wire;

import java.io.IOException;
import java.io.InputStream;

/**
 * The body of one message on a connection.
 *
 * <p>{@link #read(byte[], int, int)} waits for the network only while it has nothing to give: all
 * that arrived together is given together, across chunks. {@link #available} counts only octets
 * that a read gives without waiting, so that 0 is the moment to flush what was made of the earlier
 * ones. A connection that ends too early is a {@link WireFault} of kind {@code CUT}, never -1.
 * Closing does nothing: the connection is not the body's.
 */
public abstract class BodyInput extends InputStream {
  final WireInput in;

  BodyInput(WireInput in) {
    this.in = in;
  }

  /** Whether the body's end has arrived, as far as is known without waiting. */
  public abstract boolean ended() throws IOException;

  /** The length the head announced, or -1. */
  public long length() {
    return -1;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] into, int offset, int length) throws IOException;

  @Override
  public abstract int available() throws IOException;
}
