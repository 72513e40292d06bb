package dev.dragoman.routing;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Prices;
import dev.dragoman.routing.Failure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A gateway's routing with a clock that is moved by hand and a health that is kept in memory. */
final class Scene implements Mappings {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  Instant now = START;
  final Kept shared;
  final Traffic traffic;
  final Router router;
  private final Configured configured;

  Scene(RouterSettings settings, Deployment... deployments) {
    this(new Kept(), settings, deployments);
  }

  Scene(Kept shared, RouterSettings settings, Deployment... deployments) {
    this.shared = shared;
    configured = new Configured(List.of(deployments), settings);
    traffic =
        new Traffic(shared, _ -> Prices.UNKNOWN, () -> now, new Random(7), task -> task.run());
    router = new Router(new MappingCache(this, Duration.ofDays(1), () -> now), traffic, _ -> true);
  }

  Route route(String model, @Nullable String session) {
    return router.route(new Ask(model, session, Set.of(), null, 100, now.plusSeconds(600)));
  }

  static Deployment deployment(String model, String id, String... settings) {
    Map<String, RawJson> all = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], RawJson.of(settings[i + 1]));
    }
    return new Deployment(
        id,
        model,
        "openai",
        model,
        null,
        null,
        Map.of(),
        null,
        null,
        null,
        null,
        all,
        Deployment.Origin.CONFIG);
  }

  static Failure failure(Kind kind) {
    return failure(kind, null);
  }

  static Failure failure(Kind kind, @Nullable Duration retryAfter) {
    ErrorType type =
        switch (kind) {
          case RATE_LIMIT -> ErrorType.RATE_LIMIT;
          case OVERLOADED -> ErrorType.OVERLOADED;
          case BAD_REQUEST, CONTEXT_WINDOW, CONTENT_POLICY -> ErrorType.INVALID_REQUEST;
          default -> ErrorType.API;
        };
    return new Failure(kind, ApiError.of(type, "it failed"), retryAfter);
  }

  static RouterSettings fallingBack(Map<String, List<String>> general) {
    RouterSettings plain = RouterSettings.DEFAULT;
    return new RouterSettings(
        plain.byName(),
        plain.balance(),
        plain.retries(),
        plain.coolDowns(),
        new RouterSettings.Fallbacks(general, List.of(), Map.of(), Map.of(), 5),
        plain.aliases(),
        plain.hidden(),
        plain.timeout(),
        plain.streamTimeout(),
        plain.pingInterval());
  }

  @Override
  public Configured load() {
    return configured;
  }

  @Override
  public void put(Deployment deployment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean remove(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void replaceConfig(Configured config) {
    throw new UnsupportedOperationException();
  }

  /** What gateways told each other. */
  static final class Kept implements SharedHealth {
    final List<CoolDown> coolDowns = new ArrayList<>();
    final List<Minute> minutes = new ArrayList<>();

    @Override
    public synchronized Told load(Instant now) {
      return new Told(coolDowns, minutes);
    }

    @Override
    public synchronized void tell(CoolDown coolDown) {
      coolDowns.add(coolDown);
    }

    @Override
    public synchronized void add(Minute more) {
      minutes.add(more);
    }
  }
}
