package dev.dragoman.local.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** What arrives from a client, up to a moment after which reads fail as timed out. */
final class ServerSocketInput extends InputStream {
  private final Socket socket;
  private final InputStream in;
  private long deadline;
  private int timeout;

  ServerSocketInput(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /** Sets the moment for the reads to come: so long from now. */
  void within(Duration time) {
    deadline = System.nanoTime() + time.toNanos();
  }

  @Override
  public int read() {
    throw new UnsupportedOperationException("only read in blocks");
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    int millis = (int) Math.min((left + 999_999) / 1_000_000, Integer.MAX_VALUE);
    if (millis != timeout) {
      socket.setSoTimeout(millis);
      timeout = millis;
    }
    return in.read(into, offset, length);
  }
}
