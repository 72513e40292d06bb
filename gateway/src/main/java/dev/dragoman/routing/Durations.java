package dev.dragoman.routing;

import java.time.Duration;

/** The longer and the shorter of two durations. */
final class Durations {
  private Durations() {}

  static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** Whole seconds for {@code retry-after}: never less than what is meant, and at least one. */
  static long seconds(Duration time) {
    return Math.max(1, time.plusNanos(999_999_999).toSeconds());
  }
}
