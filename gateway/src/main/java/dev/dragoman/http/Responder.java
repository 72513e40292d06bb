package dev.dragoman.http;

import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.io.OutputStream;

/** Where the answer to one request goes. */
public interface Responder {
  /**
   * Starts the answer, at most once; nothing need have been sent when this returns.
   *
   * <p>The stream's {@code flush()} hands to the client all that was written so far, the head
   * included, and {@code close()} ends the answer. An {@link IOException} from either, or from a
   * write, means that the client has gone. A stream that is never closed is an answer that was cut,
   * and the client is made to see that.
   *
   * @param status a final status: 200 to 599
   * @param headers with {@code content-length} when the length is known; what concerns the
   *     connection is the transport's
   * @throws IllegalStateException when an answer has begun already
   */
  OutputStream begin(int status, Headers headers) throws IOException;

  /** Sends an answer that is known whole. */
  default void whole(int status, Headers headers, byte[] body) throws IOException {
    OutputStream out = begin(status, headers.with("content-length", String.valueOf(body.length)));
    out.write(body);
    out.close();
  }
}
