package dev.dragoman.http;

import java.io.IOException;

/** What answers requests; called by many threads at once, and free to block. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers one request before it returns.
   *
   * @throws IOException when the client has gone; a transport answers 500 if nothing has begun, and
   *     otherwise cuts the answer
   */
  void handle(Request request, Responder responder) throws IOException;
}
