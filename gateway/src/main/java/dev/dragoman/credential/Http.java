package dev.dragoman.credential;

import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;

/** How tokens are fetched: the one HTTP client, as far as this room needs it. */
public interface Http {
  /** A whole answer, whatever its status. */
  record Answer(int status, Headers headers, byte[] body) {}

  /**
   * Sends {@code request} and waits for the answer.
   *
   * @throws IOException if there is none
   */
  Answer send(UpstreamRequest request) throws IOException;
}
