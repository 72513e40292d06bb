package dev.dragoman.http;

import dev.dragoman.wire.Headers;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that was read whole.
 *
 * @param method as it was sent: {@code GET}, {@code POST} ...
 * @param path raw: percent-escapes are as they were sent, and nothing is normalised; starts with a
 *     slash, but for {@code OPTIONS *}, where it is {@code *}
 * @param query raw, without the question mark; null when there is none
 * @param headers as they were sent
 * @param body the octets of the body, empty for none; never changed after, nor copied
 * @param deadline when the answer must have ended; null where nobody ends it
 */
public record Request(
    String method,
    String path,
    @Nullable String query,
    Headers headers,
    byte[] body,
    @Nullable Instant deadline) {

  /** A request whose answer may take its time. */
  public Request(String method, String path, @Nullable String query, Headers headers, byte[] body) {
    this(method, path, query, headers, body, null);
  }

  /** Method and path: the query, the values of headers and the body may be secret. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
