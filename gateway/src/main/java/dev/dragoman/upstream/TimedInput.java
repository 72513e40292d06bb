package dev.dragoman.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.function.Supplier;

/** What arrives from a socket, each read within the wait that the exchange is in. */
final class TimedInput extends InputStream {
  private final Socket socket;
  private final InputStream in;
  private Supplier<Deadlines.Wait> wait = TimedInput::noWait;
  private int timeout;

  TimedInput(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /** Sets the wait of the reads to come; asked anew for each. */
  void within(Supplier<Deadlines.Wait> wait) {
    this.wait = wait;
  }

  /** Forgets the exchange that has ended. */
  void rest() {
    wait = TimedInput::noWait;
  }

  @Override
  public int read() {
    throw new UnsupportedOperationException("only read in blocks");
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Deadlines.Wait now = wait.get();
    int millis = now.millis();
    if (millis != timeout) {
      socket.setSoTimeout(millis);
      timeout = millis;
    }
    try {
      return in.read(into, offset, length);
    } catch (SocketTimeoutException e) {
      throw now.fault(e);
    }
  }

  private static Deadlines.Wait noWait() {
    throw new IllegalStateException("no exchange is under way");
  }
}
