package dev.dragoman.exchange;

import dev.dragoman.access.Access;
import dev.dragoman.http.Action;
import dev.dragoman.http.Request;
import dev.dragoman.http.Responder;
import dev.dragoman.json.Json;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.routing.Router;
import dev.dragoman.wire.Headers;
import java.io.IOException;

/**
 * {@code POST /v1/messages/count_tokens}.
 *
 * @see <a href="https://docs.anthropic.com/en/api/messages-count-tokens">Count Message tokens</a>
 */
final class CountTokens implements Action {
  private final Access access;
  private final Router router;

  CountTokens(Access access, Router router) {
    this.access = access;
    this.router = router;
  }

  /** Loaded by the first request that counts. */
  private static final class Lazy {
    static final TokenCounter COUNTER = new TokenCounter();
  }

  @Override
  public void answer(Request http, String requestId, Responder responder) throws IOException {
    access.admit(http.headers());
    MessagesRequest request = RequestReader.readForCounting(http.body());
    router.plan(request.model());
    long tokens = Lazy.COUNTER.count(request);
    byte[] body =
        Json.bytes(out -> {
          out.writeStartObject();
          out.writeNumberProperty("input_tokens", tokens);
          out.writeEndObject();
        });
    responder.whole(200, Headers.of("content-type", "application/json"), body);
  }
}
