package dev.dragoman.local;

import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Work that is done beside the requests, again and again, by a thread of its own. */
final class Chore implements AutoCloseable {
  private static final Logger LOG = System.getLogger("dev.dragoman");

  private final String name;
  private final Duration pause;
  private final BooleanSupplier work;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private Chore(String name, Duration pause, BooleanSupplier work) {
    this.name = name;
    this.pause = pause;
    this.work = work;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /**
   * Begins to work, and works again whenever it has paused for so long.
   *
   * @param work does some of it, and says whether there may be more
   */
  static Chore start(String name, Duration pause, BooleanSupplier work) {
    Chore chore = new Chore(name, pause, work);
    chore.thread.start();
    return chore;
  }

  private void run() {
    boolean told = false;
    try {
      do {
        try {
          while (work.getAsBoolean() && closing.getCount() > 0) {
            // There is more.
          }
          told = false;
        } catch (UncheckedIOException e) {
          if (!told) {
            LOG.log(Level.WARNING, name + " waits until the store answers", e);
            told = true;
          }
        }
      } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when what is being done is done. What is left waits in the store. */
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
