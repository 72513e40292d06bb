package dev.dragoman.upstream;

import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/** Closes a socket when a TLS handshake over it, which is many reads and writes, takes too long. */
final class Watchdog implements AutoCloseable {
  private final Thread thread;
  private volatile boolean over;
  private volatile boolean fired;

  Watchdog(Socket socket, Deadlines.Wait wait) {
    this.thread = Thread.ofVirtual().name("upstream-watchdog").start(() -> watch(socket, wait));
  }

  private void watch(Socket socket, Deadlines.Wait wait) {
    for (long nanos = wait.nanos(); !over; nanos = wait.nanos()) {
      if (nanos <= 0) {
        fired = true;
        Connection.close(socket);
        return;
      }
      LockSupport.parkNanos(this, nanos);
    }
  }

  /** Whether it closed the socket. */
  boolean fired() {
    return fired;
  }

  @Override
  public void close() {
    over = true;
    LockSupport.unpark(thread);
  }
}
