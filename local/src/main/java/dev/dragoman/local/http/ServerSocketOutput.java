package dev.dragoman.local.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What goes to a client. A write that waits can be seen from outside, since a socket has no
 * time-out for writes of its own.
 */
final class ServerSocketOutput extends OutputStream {
  private static final int SLICE = 64 * 1024;

  private final OutputStream out;

  /** When the write under way began, as a moment of nanoTime; 0 when there is none. */
  private volatile long since;

  ServerSocketOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    for (int done = 0; done < length; done += SLICE) {
      since = System.nanoTime() | 1;
      try {
        out.write(octets, offset + done, Math.min(SLICE, length - done));
      } finally {
        since = 0;
      }
    }
  }

  /** Whether a write has been waiting for longer than that. */
  boolean stuck(long nanos) {
    long began = since;
    return began != 0 && System.nanoTime() - began > nanos;
  }
}
