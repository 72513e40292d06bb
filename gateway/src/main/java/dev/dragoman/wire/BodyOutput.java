package dev.dragoman.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * The body of one message on its way out. A flush is one write to the socket, with the head if that
 * is still pending; closing ends the message, together with what is pending, and leaves the
 * connection open. Not closed, it is a message that was cut.
 */
public abstract class BodyOutput extends OutputStream {
  final WireOutput out;
  private boolean closed;
  private boolean ended;

  BodyOutput(WireOutput out) {
    this.out = out;
  }

  /** Whether the message was sent whole. */
  public boolean ended() {
    return ended;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, octets.length);
    if (closed) {
      throw new IOException("the message has ended");
    }
    put(octets, offset, length);
  }

  @Override
  public void flush() throws IOException {
    if (!closed) {
      push();
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      finish();
      ended = true;
      out.release();
    }
  }

  abstract void put(byte[] octets, int offset, int length) throws IOException;

  abstract void push() throws IOException;

  abstract void finish() throws IOException;
}
