package dev.dragoman.admin;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Ids of what a client gives no id. */
final class Ids {
  private static final long VERSION = 0xf000L;
  private static final long RANDOM = 0x4000L;
  private static final long VARIANT = 0x3fffffffffffffffL;

  private Ids() {}

  /** A random UUID, as LiteLLM gives. */
  static String next(RandomGenerator random) {
    long high = (random.nextLong() & ~VERSION) | RANDOM;
    long low = (random.nextLong() & VARIANT) | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }
}
