package dev.dragoman.local.http;

import dev.dragoman.wire.Headers;

/** What the errors look like that the server itself finds, before any handler has begun. */
public record ErrorAnswer(Headers headers, byte[] body) {
  /** Makes them. */
  @FunctionalInterface
  public interface Maker {
    /**
     * The answer for a status of 400 or more.
     *
     * @param message a sentence for whoever sent the request, in this server's own words
     */
    ErrorAnswer of(int status, String message);
  }
}
