package dev.dragoman.bench;

import org.jspecify.annotations.Nullable;

/**
 * One request's outcome.
 *
 * @param firstNanos from the start of sending to the first text
 * @param totalNanos from the start of sending to the end of the answer
 * @param text text chunks seen
 * @param bytes of the answer's body
 * @param failure why the answer does not count, or null for a whole one
 */
record Sample(long firstNanos, long totalNanos, int text, long bytes, @Nullable String failure) {
  static Sample failed(String why) {
    return new Sample(0, 0, 0, 0, why);
  }
}
