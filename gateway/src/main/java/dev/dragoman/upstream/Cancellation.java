package dev.dragoman.upstream;

import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The word that something is not wanted any more: said once, from any thread, and never taken back.
 *
 * <p>It ends every exchange that was opened with it, at once and whatever it waits for: a
 * connection, a TLS handshake, the sending of its request, the head of its answer, its body. Only
 * the look-up of a host's name cannot be ended; it is over before that is noticed. What an exchange
 * ends with is an {@link UpstreamFault} of kind {@code CANCELLED}; its thread is not interrupted.
 */
public final class Cancellation {
  private final CountDownLatch said = new CountDownLatch(1);

  /** Those of the exchanges under way; guarded by this. */
  private final List<Socket> sockets = new ArrayList<>(1);

  /** Says it; a second time does nothing. */
  public void cancel() {
    List<Socket> open;
    synchronized (this) {
      said.countDown();
      open = List.copyOf(sockets);
      sockets.clear();
    }
    open.forEach(Connection::close);
  }

  public boolean cancelled() {
    return said.getCount() == 0;
  }

  /**
   * Waits for that long, or until it is said; not at all for nothing or less.
   *
   * @return whether it is said; also true, with the thread's interrupt kept, if that was
   *     interrupted, which is another way to say so
   */
  public boolean pause(Duration duration) {
    try {
      return said.await(Deadlines.nanos(duration), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Has that socket closed when it is said; false if it has been said, and then does not. */
  synchronized boolean covers(Socket socket) {
    return !cancelled() && sockets.add(socket);
  }

  /** Lets go of that socket; false if it has been said, so that the socket is of no more use. */
  synchronized boolean release(Socket socket) {
    sockets.remove(socket);
    return !cancelled();
  }
}
