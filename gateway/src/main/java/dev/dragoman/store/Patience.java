package dev.dragoman.store;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * How long a call that can be repeated is made again, after growing and jittered waits, where the
 * SDK has given up: it makes three attempts, and fewer when many fail at a time.
 *
 * @param attempts the most
 * @param most no further attempt after that; one that nobody answers takes seconds
 */
record Patience(int attempts, Duration most, RandomGenerator random, LongConsumer sleepMillis) {
  private static final long LONGEST_WAIT = 1_000;

  <T> T call(Supplier<T> call) {
    long start = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (UncheckedIOException e) {
        if (attempt >= attempts || System.nanoTime() - start > most.toNanos()) {
          throw e;
        }
        long wait = Math.min(LONGEST_WAIT, 20L << attempt);
        sleepMillis.accept(random.nextLong(wait / 4, wait));
      }
    }
  }
}
