package dev.dragoman.lambda.emulator;

import java.nio.charset.StandardCharsets;

/**
 * One HTTP chunk of a streamed answer.
 *
 * @param nanos {@link System#nanoTime()} when its last byte was there
 */
public record Chunk(long nanos, byte[] bytes) {
  /** The bytes as UTF-8. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
