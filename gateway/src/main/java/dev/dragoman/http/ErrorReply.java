package dev.dragoman.http;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.EventWriter;
import dev.dragoman.wire.Headers;
import java.io.IOException;

/** An error in the envelope of the Messages API, with the headers that clients look at. */
public final class ErrorReply {
  private ErrorReply() {}

  /** The envelope as JSON. */
  public static byte[] body(ApiError error, String requestId) {
    return Json.bytes(out -> EventWriter.error(error, requestId, out));
  }

  /** Sends the error as a whole answer. */
  public static void send(ApiError error, String requestId, Responder responder)
      throws IOException {
    Headers headers = Headers.of("content-type", "application/json", "request-id", requestId);
    if (error.retryAfterSeconds() != null) {
      headers = headers.with("retry-after", error.retryAfterSeconds().toString());
    }
    if (error.shouldRetry() != null) {
      headers = headers.with("x-should-retry", error.shouldRetry().toString());
    }
    responder.whole(error.status(), headers, body(error, requestId));
  }
}
