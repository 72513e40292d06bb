package dev.dragoman.http;

import java.io.IOException;

/** What answers the requests of one path. */
@FunctionalInterface
public interface Action {
  /**
   * Answers one request.
   *
   * @param requestId already in the answer's headers
   * @throws IOException when the client has gone
   * @throws dev.dragoman.messages.ApiException to be sent as an error, if nothing has begun
   */
  void answer(Request request, String requestId, Responder responder) throws IOException;
}
