package dev.dragoman.upstream;

import dev.dragoman.upstream.Deadlines.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What arrives from a socket, each read within the wait that the exchange is in. The wait is over
 * when {@link #look} is called after its end, which closes the socket.
 */
final class TimedInput extends InputStream {
  private final Socket raw;
  private final InputStream in;
  private Supplier<Wait> wait = TimedInput::noWait;

  /** What the read or write under way may take. */
  private volatile @Nullable Wait waiting;

  /** What had passed when the socket was closed for it. */
  private volatile @Nullable Wait passed;

  /** Whether an exchange is under way; guarded by this. */
  private boolean busy;

  /** The input of that socket, which is or is layered over the raw one. */
  TimedInput(Socket raw, Socket socket) throws IOException {
    this.raw = raw;
    this.in = socket.getInputStream();
  }

  synchronized void begin() {
    busy = true;
  }

  /** Ends the exchange, from any thread; false if the socket has been closed. */
  synchronized boolean end() {
    busy = false;
    return passed == null;
  }

  /** Sets the wait of the reads to come; asked anew for each. */
  void within(Supplier<Wait> wait) {
    this.wait = wait;
  }

  /** Something that waits for the peer. */
  @FunctionalInterface
  interface Step {
    int run() throws IOException;
  }

  /** Does what waits for the peer, for no longer than that. */
  int within(Wait wait, Step step) throws IOException {
    if (wait.nanos() <= 0) {
      throw wait.fault(null);
    }
    waiting = wait;
    try {
      return step.run();
    } catch (IOException e) {
      Wait over = passed;
      throw over == null ? e : over.fault(e);
    } finally {
      waiting = null;
    }
  }

  /** Closes the socket if what it waits for takes too long; for another thread. */
  @SuppressWarnings("ReferenceEquality") // the same wait, not an equal one
  void look() {
    Wait now = waiting;
    if (now == null || now.nanos() > 0) {
      return;
    }
    synchronized (this) {
      if (!busy || now != waiting) {
        return;
      }
      passed = now;
    }
    Connection.close(raw);
  }

  @Override
  public int read() {
    throw new UnsupportedOperationException("only read in blocks");
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return within(wait.get(), () -> in.read(into, offset, length));
  }

  private static Wait noWait() {
    throw new IllegalStateException("no exchange is under way");
  }
}
