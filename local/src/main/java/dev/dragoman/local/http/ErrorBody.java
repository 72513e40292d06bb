package dev.dragoman.local.http;

/** What the errors look like that the server itself finds, before any handler has begun. */
@FunctionalInterface
public interface ErrorBody {
  /**
   * The body for a status of 400 or more.
   *
   * @param message a sentence for whoever sent the request, in this server's own words
   */
  byte[] of(int status, String message);

  default String contentType() {
    return "application/json";
  }
}
