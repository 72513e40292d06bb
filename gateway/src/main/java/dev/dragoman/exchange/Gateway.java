package dev.dragoman.exchange;

import dev.dragoman.access.Access;
import dev.dragoman.credential.Credentials;
import dev.dragoman.credential.Environment;
import dev.dragoman.http.Action;
import dev.dragoman.http.Handler;
import dev.dragoman.http.PathTable;
import dev.dragoman.json.Json;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.catalogue.Providers;
import dev.dragoman.routing.MappingCache;
import dev.dragoman.routing.Mappings;
import dev.dragoman.routing.NewestRequests;
import dev.dragoman.routing.Router;
import dev.dragoman.routing.SharedHealth;
import dev.dragoman.routing.Traffic;
import dev.dragoman.upstream.Timeouts;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The whole gateway, wired: give it the outside world and it answers requests. */
public final class Gateway {
  /** How old mappings may be before they are read again beside the requests. */
  private static final Duration MAPPINGS_AGE = Duration.ofSeconds(10);

  /** For requests for tokens, which are small and quick. */
  private static final Timeouts TOKENS =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15));

  private static final int MAX_TOKEN_ANSWER = 1 << 20;

  private static final int ID_BYTES = 18;

  private Gateway() {}

  /**
   * What stands outside.
   *
   * @param newest where clients that left show only by asking again; null where a write shows it
   * @param masterKey admits to everything; null admits nobody
   * @param random for ids and choices; not guessable
   */
  public record World(
      Mappings mappings,
      UsageLedger ledger,
      SharedHealth health,
      @Nullable NewestRequests newest,
      UpstreamClient client,
      Environment environment,
      @Nullable String masterKey,
      InstantSource clock,
      RandomGenerator random) {

    /** The same with one deployment alone, which nobody stands in for. */
    public World with(Deployment only) {
      Apart apart = new Apart(only);
      return new World(apart, ledger, apart, null, client, environment, masterKey, clock, random);
    }
  }

  /** All paths of the gateway. */
  public static Handler in(World world) {
    Access access = new Access(world.masterKey());
    ModelCatalogue catalogue = new ModelCatalogue();
    Traffic traffic =
        new Traffic(
            world.health(),
            deployment -> catalogue.of(deployment).prices(),
            world.clock(),
            world.random());
    Router router =
        new Router(
            new MappingCache(world.mappings(), MAPPINGS_AGE, world.clock(), traffic::refresh),
            traffic,
            Providers::serves);
    Upstreams upstreams = new Upstreams(world.client(), () -> false);
    Credentials credentials =
        new Credentials(
            world.environment(),
            request -> upstreams.whole(request, TOKENS, MAX_TOKEN_ANSWER),
            world.clock());
    Relay relay = new Relay(upstreams, credentials);
    Preparation preparation = new Preparation(new Providers(catalogue), catalogue);
    Models models = new Models(access, router);
    return new PathTable(() -> requestId(world.random()))
        .on(
            "POST",
            "/v1/messages",
            new Messages(
                access,
                router,
                new Exchange.Means(preparation, new ContextWindow(catalogue), relay, world.clock()),
                world.ledger(),
                world.newest()))
        .on(
            "POST",
            "/v1/messages/count_tokens",
            new CountTokens(
                access, router, preparation, new ProviderCounts(upstreams, credentials)))
        .on("GET", "/v1/models", models::list)
        .on("GET", "/v1/models/*", models::one)
        .on(
            "GET",
            "/health",
            new Health(access, world.mappings(), catalogue, only -> in(world.with(only))))
        .on("GET", "/health/liveliness", says("alive"))
        .on("GET", "/health/liveness", says("alive"))
        .on(
            "GET",
            "/health/readiness",
            (request, id, responder) -> {
              router.models();
              says("ready").answer(request, id, responder);
            })
        .on("GET", "/", says("dragoman"))
        .on("GET", "/api/hello", says("dragoman"));
  }

  private static Action says(String status) {
    byte[] body =
        Json.bytes(out -> {
          out.writeStartObject();
          out.writeStringProperty("status", status);
          out.writeEndObject();
        });
    Headers headers = Headers.of("content-type", "application/json");
    return (request, id, responder) -> responder.whole(200, headers, body);
  }

  /** A new id for a request. */
  public static String requestId(RandomGenerator random) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    byte[] text = Base64.getUrlEncoder().withoutPadding().encode(bytes);
    return "req_" + new String(text, StandardCharsets.US_ASCII).replace('-', 'A').replace('_', 'B');
  }
}
