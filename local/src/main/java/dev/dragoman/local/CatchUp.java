package dev.dragoman.local;

import dev.dragoman.ledger.Sums;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A thread that adds settled records to the daily sums, beside the requests, until it is closed.
 */
final class CatchUp implements AutoCloseable {
  private static final Logger LOG = System.getLogger("dev.dragoman");

  private final Sums sums;
  private final Duration pause;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private CatchUp(Sums sums, Duration pause) {
    this.sums = sums;
    this.pause = pause;
    this.thread = Thread.ofPlatform().daemon().name("daily-sums").unstarted(this::run);
  }

  /** Begins to look, and looks again whenever it has paused for so long. */
  static CatchUp start(Sums sums, Duration pause) {
    CatchUp catchUp = new CatchUp(sums, pause);
    catchUp.thread.start();
    return catchUp;
  }

  private void run() {
    boolean told = false;
    try {
      do {
        try {
          while (sums.catchUp() && closing.getCount() > 0) {
            // There is more.
          }
          told = false;
        } catch (UncheckedIOException e) {
          if (!told) {
            LOG.log(Level.WARNING, "the daily sums stay behind until the store answers", e);
            told = true;
          }
        }
      } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when the last addition is done. What is settled later waits in the store. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
