package dev.dragoman.exchange;

import dev.dragoman.access.Access;
import dev.dragoman.access.Caller;
import dev.dragoman.exchange.Preparation.Prepared;
import dev.dragoman.http.Action;
import dev.dragoman.http.Request;
import dev.dragoman.http.Responder;
import dev.dragoman.json.Json;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Router;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * {@code POST /v1/messages/count_tokens}: the provider's own count where it has one, which none of
 * them charges for, else an estimate of this gateway's.
 *
 * @see <a href="https://docs.anthropic.com/en/api/messages-count-tokens">Count Message tokens</a>
 */
final class CountTokens implements Action {
  private static final Headers COUNTED = Headers.of("content-type", "application/json");
  private static final Headers ESTIMATED =
      COUNTED.with("dragoman-notes", "input_tokens: not counted by the provider, estimated");

  private final Access access;
  private final Router router;
  private final Preparation preparation;
  private final ProviderCounts counts;

  CountTokens(Access access, Router router, Preparation preparation, ProviderCounts counts) {
    this.access = access;
    this.router = router;
    this.preparation = preparation;
    this.counts = counts;
  }

  /** Loaded by the first request whose provider does not count. */
  private static final class Lazy {
    static final TokenCounter COUNTER = new TokenCounter();
  }

  @Override
  public void answer(Request http, String requestId, Responder responder) throws IOException {
    Caller caller = access.admit(http.headers());
    MessagesRequest asked =
        RequestReader.readForCounting(http.body()).withBetas(Messages.betas(http.headers()));
    String model = caller.resolve(asked.model());
    String served = Models.served(router.models(), model);
    caller.requireModel(model, served == null ? model : served);
    Deployment target = router.plan(model);
    Prepared prepared = preparation.prepare(asked, target);
    OptionalLong counted = counts.of(prepared.request(), target, prepared.provider());
    long tokens =
        counted.isPresent()
            ? counted.getAsLong()
            : Lazy.COUNTER.count(prepared.request(), TokenFamily.of(target.baseModel()));
    byte[] body =
        Json.bytes(out -> {
          out.writeStartObject();
          out.writeNumberProperty("input_tokens", tokens);
          out.writeEndObject();
        });
    responder.whole(200, counted.isPresent() ? COUNTED : ESTIMATED, body);
  }
}
