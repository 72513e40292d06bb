package dev.dragoman.local;

import dev.dragoman.config.GatewayConfig;
import dev.dragoman.credential.Environment;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.credential.SecretSource;
import dev.dragoman.doctor.Checkup;
import dev.dragoman.exchange.Gateway;
import dev.dragoman.exchange.Kept;
import dev.dragoman.http.ErrorReply;
import dev.dragoman.http.Handler;
import dev.dragoman.ledger.Sweep;
import dev.dragoman.local.http.ErrorAnswer;
import dev.dragoman.local.http.HttpServer;
import dev.dragoman.local.http.Limits;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelFacts;
import dev.dragoman.routing.Mappings;
import dev.dragoman.store.SqliteStore;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The gateway of this machine: its store, its configuration, its key and its port, if it has one.
 */
final class LocalGateway {
  /** How far the daily sums may stay behind what was settled. */
  private static final Duration BEHIND = Duration.ofSeconds(1);

  /** How often it is looked for what a process that died left open. */
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final @Nullable HttpServer server;
  private final SqliteStore store;
  private final List<Chore> chores;
  private final Gateway.World world;
  private final MasterKey key;
  private final List<String> warnings;
  private final List<Deployment> deployments;

  private LocalGateway(
      @Nullable HttpServer server,
      SqliteStore store,
      Gateway.World world,
      MasterKey key,
      List<String> warnings,
      List<Deployment> deployments) {
    this.server = server;
    this.store = store;
    this.chores =
        List.of(
            Chore.start("the daily sums", BEHIND, store.sums()::catchUp),
            Chore.start("the sweep", SWEEP, () -> swept(world)));
    this.world = world;
    this.key = key;
    this.warnings = warnings;
    this.deployments = deployments;
  }

  /**
   * Starts it.
   *
   * @param environment the variables of this process
   * @throws Refusal if it cannot be started as it is configured
   */
  static LocalGateway start(Place place, Map<String, String> environment) {
    return open(place, environment, true);
  }

  /** The same without a port: for what asks within this process. */
  static LocalGateway withoutPort(Place place, Map<String, String> environment) {
    return open(place, environment, false);
  }

  private static LocalGateway open(Place place, Map<String, String> environment, boolean port) {
    GatewayConfig config = place.config == null ? null : ConfigFile.read(place.config, environment);
    Environment variables = variables(config, environment);
    SecureRandom random = new SecureRandom();
    MasterKey key = MasterKey.find(config, variables, place.data, random);
    SqliteStore store = DataFolder.open(place.data);
    Clock clock = Clock.systemUTC();
    UpstreamClient client = new UpstreamClient(clock);
    Metrics metrics = new Metrics();
    try {
      Mappings mappings = mappings(config, store, clock);
      Gateway.World world =
          new Gateway.World(
              new Kept(
                  mappings,
                  store.ledger(),
                  store.accounts(),
                  store.sums(),
                  store.directory(),
                  store.audit(),
                  store.health(),
                  null),
              client,
              variables,
              key.value(),
              null,
              metrics,
              metrics,
              clock,
              random);
      // In the order of the file, where there is one: its first model is the one to try.
      List<Deployment> deployments =
          config == null ? mappings.load().deployments() : config.deployments();
      HttpServer server = port ? listen(place.address(), Gateway.in(world), random) : null;
      List<String> warnings = config == null ? List.of() : config.warnings();
      return new LocalGateway(server, store, world, key, warnings, deployments);
    } catch (RuntimeException e) {
      client.close();
      store.close();
      throw e;
    }
  }

  /** All that is overdue is ended at once. */
  private static boolean swept(Gateway.World world) {
    new Sweep(world.kept().ledger(), world.kept().accounts()).run(world.clock().instant());
    return false;
  }

  InetSocketAddress address() {
    return Objects.requireNonNull(server, "it has no port").address();
  }

  /** What clients set as their base URL. */
  String baseUrl() {
    return url(address());
  }

  /** The base URL of a gateway that listens on {@code address}. */
  static String url(InetSocketAddress address) {
    boolean any = address.getAddress().isAnyLocalAddress();
    String host = any ? "127.0.0.1" : address.getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** The master key of the gateway that was started from the same place. */
  static String knownKey(Place place, Map<String, String> environment) {
    GatewayConfig config = place.config == null ? null : ConfigFile.read(place.config, environment);
    return MasterKey.find(config, variables(config, environment), place.data, null).value();
  }

  /** What the file of that place configures; nothing if it has none. */
  static List<Deployment> knownDeployments(Place place, Map<String, String> environment) {
    return place.config == null
        ? List.of()
        : ConfigFile.read(place.config, environment).deployments();
  }

  MasterKey key() {
    return key;
  }

  List<String> warnings() {
    return warnings;
  }

  /** What is configured, whether it is served or not. */
  List<Deployment> deployments() {
    return deployments;
  }

  /** The check of one deployment, alone, whose requests stand in this gateway's ledger. */
  Checkup checkup(Deployment only, ModelFacts facts) {
    Handler handler = Gateway.in(world.with(only));
    return new Checkup(handler, world.kept().ledger(), key.value(), only, facts, world.clock());
  }

  /** Ends it, when what is under way has ended or {@code grace} is over. */
  void stop(Duration grace) {
    try {
      if (server != null) {
        server.stop(grace);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    world.client().close();
    chores.forEach(Chore::close);
    store.close();
  }

  /** The variables that a configuration sets go before those of the process. */
  private static Environment variables(
      @Nullable GatewayConfig config, Map<String, String> environment) {
    if (config == null || config.environment().isEmpty()) {
      return environment::get;
    }
    SecretSource process = new SecretSource(environment::get);
    Map<String, SecretRef> set = config.environment();
    return name -> {
      SecretRef reference = set.get(name);
      return reference == null ? environment.get(name) : process.resolve(reference);
    };
  }

  /**
   * From a file if there is one, and what came by API; else from the store, else the demo model.
   */
  private static Mappings mappings(@Nullable GatewayConfig config, SqliteStore store, Clock clock) {
    if (config != null) {
      return new FileMappings(config.configured(clock.instant()), store.mappings());
    }
    return new DemoWhenEmpty(store.mappings());
  }

  private static HttpServer listen(
      InetSocketAddress address, Handler handler, RandomGenerator random) {
    try {
      return HttpServer.start(
          address, Limits.DEFAULT, handler, (status, message) -> error(status, message, random));
    } catch (IOException e) {
      throw new Refusal(
          "cannot listen on "
              + address.getAddress().getHostAddress()
              + ":"
              + address.getPort()
              + " ("
              + e.getMessage()
              + "); choose another with --port");
    }
  }

  /** What the server finds wrong before the gateway sees it comes in the same envelope. */
  private static ErrorAnswer error(int status, String message, RandomGenerator random) {
    ErrorType type =
        switch (status) {
          case 413 -> ErrorType.REQUEST_TOO_LARGE;
          case 500 -> ErrorType.API;
          default -> ErrorType.INVALID_REQUEST;
        };
    String id = Gateway.requestId(random);
    Headers headers = Headers.of("content-type", "application/json", "request-id", id);
    return new ErrorAnswer(
        headers, ErrorReply.body(ApiError.of(type, message).withStatus(status), id));
  }
}
