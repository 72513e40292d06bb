package dev.dragoman.routing;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The log of a store that fails behind {@link SharedHealth}: a line a minute. */
final class StoreFaults {
  private static final Logger LOG = System.getLogger("dev.dragoman");
  private static final long PAUSE_MILLIS = 60_000;

  private final InstantSource clock;
  private final AtomicLong next = new AtomicLong(Long.MIN_VALUE);

  StoreFaults(InstantSource clock) {
    this.clock = clock;
  }

  /** Does what needs the store; whether it succeeded. */
  boolean during(Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException e) {
      long now = clock.millis();
      long due = next.get();
      if (now >= due && next.compareAndSet(due, now + PAUSE_MILLIS)) {
        LOG.log(
            Level.WARNING,
            "what gateways tell each other of deployments cannot be kept or read; each goes by what"
                + " it has seen itself",
            e);
      }
      return false;
    }
  }
}
