package dev.dragoman.function;

import dev.dragoman.credential.Environment;
import dev.dragoman.demo.DemoModel;
import dev.dragoman.exchange.Gateway;
import dev.dragoman.exchange.Kept;
import dev.dragoman.http.Action;
import dev.dragoman.http.Handler;
import dev.dragoman.http.PathTable;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.store.DynamoStore;
import dev.dragoman.store.InMemoryStore;
import dev.dragoman.store.Store;
import dev.dragoman.upstream.UpstreamClient;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a function's gateway is made of; all of it is made once, and shared by all invocations.
 *
 * @param client keeps connections, which do not outlive a snapshot
 */
record Wiring(
    Settings settings,
    Environment environment,
    InstantSource clock,
    UpstreamClient client,
    RenewableRandom random) {
  /** The gateway over {@code store}. */
  Handler gateway(Store store, @Nullable String masterKey) {
    Handler gateway =
        Gateway.in(
            new Gateway.World(
                new Kept(
                    store.mappings(),
                    store.ledger(),
                    store.accounts(),
                    store.sums(),
                    store.directory(),
                    store.audit(),
                    store.health(),
                    store.newest()),
                client,
                environment,
                masterKey,
                settings.operation(),
                _ -> {},
                null,
                clock,
                random));
    String refusal = settings.refusal();
    return refusal == null || masterKey != null ? gateway : closed(gateway, refusal);
  }

  /** The tables, or without any a store in which there is only the demo model. */
  Store store() {
    return settings.tables() == null
        ? demo()
        : DynamoStore.open(settings.region(), settings.endpoint(), settings.tables(), random);
  }

  /** A store in which there is only the demo model. */
  static Store demo() {
    Store store = new InMemoryStore();
    DemoModel.deployments().forEach(store.mappings()::put);
    return store;
  }

  /** An id for a request that the gateway itself does not get to see. */
  String requestId() {
    return Gateway.requestId(random);
  }

  /** A gateway that admits nobody to its API and says why. */
  private Handler closed(Handler gateway, String why) {
    Action refuse =
        (request, id, responder) -> {
          throw ApiError.of(ErrorType.AUTHENTICATION, why).retry(false).toException();
        };
    Handler api =
        new PathTable(this::requestId).on("GET", "/v1/*", refuse).on("POST", "/v1/*", refuse);
    return (request, responder) ->
        (request.path().startsWith("/v1/") ? api : gateway).handle(request, responder);
  }
}
