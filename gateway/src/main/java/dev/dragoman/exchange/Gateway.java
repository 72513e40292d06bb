package dev.dragoman.exchange;

import dev.dragoman.access.Access;
import dev.dragoman.access.Policy;
import dev.dragoman.admin.Administration;
import dev.dragoman.admin.Office;
import dev.dragoman.credential.Credentials;
import dev.dragoman.credential.Environment;
import dev.dragoman.http.Action;
import dev.dragoman.http.Handler;
import dev.dragoman.http.PathTable;
import dev.dragoman.json.Json;
import dev.dragoman.ledger.OperatingPrices;
import dev.dragoman.ledger.Pricing;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.catalogue.Providers;
import dev.dragoman.routing.MappingCache;
import dev.dragoman.routing.Router;
import dev.dragoman.routing.Traffic;
import dev.dragoman.upstream.Timeouts;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
   * @param masterKey admits to everything; null admits only virtual keys
   * @param operation what running the gateway costs; null where nobody charges for it
   * @param settled hears of each record that was settled
   * @param metrics what is measured, in Prometheus' text form; null where nothing is
   * @param random for ids, keys and choices; not guessable
   */
  public record World(
      Kept kept,
      UpstreamClient client,
      Environment environment,
      @Nullable String masterKey,
      @Nullable OperatingPrices operation,
      Consumer<UsageRecord> settled,
      @Nullable Supplier<String> metrics,
      InstantSource clock,
      RandomGenerator random) {

    /** The same with one deployment alone, which nobody stands in for. */
    public World with(Deployment only) {
      return new World(
          kept.with(new Apart(only)),
          client,
          environment,
          masterKey,
          operation,
          settled,
          metrics,
          clock,
          random);
    }
  }

  /** All paths of the gateway. */
  public static Handler in(World world) {
    Kept kept = world.kept();
    ModelCatalogue catalogue = new ModelCatalogue();
    Traffic traffic =
        new Traffic(
            kept.health(),
            deployment -> catalogue.of(deployment).prices(),
            world.clock(),
            world.random());
    MappingCache mappings =
        new MappingCache(kept.mappings(), MAPPINGS_AGE, world.clock(), traffic::refresh);
    Router router = new Router(mappings, traffic, Providers::serves);
    Supplier<Policy> policy = () -> Policy.of(router.models().policy());
    Access access = new Access(world.masterKey(), kept.directory(), policy, world.clock());
    Pricing pricing = new Pricing(catalogue, id -> router.models().byId(id));
    Books books =
        new Books(
            kept.ledger(),
            kept.accounts(),
            (record, bytes) -> pricing.of(record, RunningCost.of(record, world.operation(), bytes)),
            world.settled());
    Upstreams upstreams = new Upstreams(world.client(), () -> policy.get().openAddresses());
    Credentials credentials =
        new Credentials(
            world.environment(),
            request -> upstreams.whole(request, TOKENS, MAX_TOKEN_ANSWER),
            world.clock());
    Relay relay = new Relay(upstreams, credentials);
    Preparation preparation = new Preparation(new Providers(catalogue), catalogue);
    Models models = new Models(access, router);
    PathTable paths = new PathTable(() -> requestId(world.random()));
    Administration.on(paths, () -> office(world, access, policy, catalogue, mappings));
    return paths
        .on(
            "POST",
            "/v1/messages",
            new Messages(
                new Admission(access, policy),
                router,
                new Exchange.Means(preparation, new ContextWindow(catalogue), relay, world.clock()),
                books,
                kept.newest()))
        .on(
            "POST",
            "/v1/messages/count_tokens",
            new CountTokens(
                access, router, preparation, new ProviderCounts(upstreams, credentials)))
        .on("GET", "/v1/models", models::list)
        .on("GET", "/models", models::list)
        .on("GET", "/v1/models/*", models::one)
        .on(
            "GET",
            "/health",
            new Health(access, kept.mappings(), catalogue, only -> in(world.with(only))))
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

  private static Office office(
      World world,
      Access access,
      Supplier<Policy> policy,
      ModelCatalogue catalogue,
      MappingCache mappings) {
    Kept kept = world.kept();
    return new Office(
        kept.directory(),
        kept.audit(),
        kept.mappings(),
        kept.ledger(),
        kept.accounts(),
        kept.sums(),
        access,
        policy,
        catalogue,
        world.clock(),
        world.random(),
        world.environment(),
        mappings::outdate,
        world.metrics());
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
