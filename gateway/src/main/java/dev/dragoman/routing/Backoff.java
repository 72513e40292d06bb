package dev.dragoman.routing;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The pause before the same deployment is asked again: half a second, doubling to eight. */
final class Backoff {
  private static final long FIRST_MILLIS = 500;
  private static final int DOUBLINGS = 4;

  private Backoff() {}

  /**
   * Between a half and the whole of the {@code nth} pause, counted from 0, by chance: so that those
   * who failed together do not come back together.
   */
  static Duration pause(int nth, RandomGenerator random) {
    long whole = FIRST_MILLIS << Math.min(nth, DOUBLINGS);
    return Duration.ofMillis(whole / 2 + Math.round(random.nextDouble() * whole / 2));
  }
}
