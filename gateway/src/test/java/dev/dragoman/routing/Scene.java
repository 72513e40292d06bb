package dev.dragoman.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Prices;
import dev.dragoman.routing.Failure.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A gateway's routing with a clock that is moved by hand and a health that is kept in memory. */
final class Scene implements Mappings {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** What requests bring where nothing else is said. */
  static final long TOKENS = 100;

  Instant now = START;
  final Map<String, Prices> prices = new HashMap<>();
  final Kept shared;
  final Traffic traffic;
  final Router router;

  /** What is to be done beside requests, while {@link #hold} says that it waits. */
  private final List<Runnable> held = new ArrayList<>();

  private final Configured configured;
  private boolean holding;

  Scene(RouterSettings settings, Deployment... deployments) {
    this(new Kept(), settings, deployments);
  }

  Scene(Kept shared, RouterSettings settings, Deployment... deployments) {
    this.shared = shared;
    configured = new Configured(List.of(deployments), settings);
    traffic =
        new Traffic(
            shared,
            each -> prices.getOrDefault(each.id(), Prices.UNKNOWN),
            () -> now,
            new Random(7),
            this::beside);
    router = new Router(new MappingCache(this, Duration.ofDays(1), () -> now), traffic, _ -> true);
  }

  private void beside(Runnable task) {
    if (holding) {
      held.add(task);
    } else {
      task.run();
    }
  }

  /** From now on nothing is done beside requests until {@link #release}. */
  void hold() {
    holding = true;
  }

  void release() {
    holding = false;
    held.forEach(Runnable::run);
    held.clear();
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Route route(String model, @Nullable String session) {
    return router.route(new Ask(model, session, Set.of(), null, TOKENS, now.plusSeconds(600)));
  }

  /** The way of a request that belongs to no session. */
  Route route(String model) {
    return route(model, null);
  }

  /** That of one that says how often it may be asked again. */
  Route retrying(String model, int retries) {
    return router.route(new Ask(model, null, Set.of(), retries, TOKENS, now.plusSeconds(600)));
  }

  /** That of one with tags. */
  Route tagged(String model, String... tags) {
    return router.route(new Ask(model, null, Set.of(tags), null, TOKENS, now.plusSeconds(600)));
  }

  /** The deployment that a request is given which is answered at once and uses what it brings. */
  String answered(String model, @Nullable String session, Duration firstContent) {
    Route route = route(model, session);
    String given = id(route.begin());
    route.began(firstContent);
    route.used(Usage.reported(TOKENS, 0));
    return given;
  }

  /** How many of so many requests without a session each deployment is given. */
  Map<String, Integer> given(int requests, String model) {
    Map<String, Integer> given = new HashMap<>();
    for (int i = 0; i < requests; i++) {
      given.merge(id(route(model).begin()), 1, Integer::sum);
    }
    return given;
  }

  /** Holds {@code given} against what each should have, within four standard deviations. */
  static void assertShares(Map<String, Double> expected, Map<String, Integer> given) {
    assertEquals(expected.keySet(), given.keySet());
    int all = given.values().stream().mapToInt(Integer::intValue).sum();
    expected.forEach((id, share) -> {
      double deviation = Math.sqrt(all * share * (1 - share));
      assertEquals(
          all * share, given.getOrDefault(id, 0), 4 * deviation + 1e-9, id + " of " + given);
    });
  }

  /** The deployment that a step asks. */
  static String id(Step step) {
    return assertInstanceOf(Step.Attempt.class, step).target().id();
  }

  /** How often a request is asked that fails each time the same way. */
  static int attempts(Route route, Failure failure) {
    int asked = 0;
    Step step = route.begin();
    while (step instanceof Step.Attempt) {
      asked++;
      step = route.after(failure);
    }
    return asked;
  }

  /** What a step tells the client. */
  static ApiError error(Step step) {
    return assertInstanceOf(Step.GiveUp.class, step).error();
  }

  /** Router settings, each a name and its JSON. */
  static RouterSettings settings(String... namesAndJson) {
    Map<String, RawJson> all = new HashMap<>();
    for (int i = 0; i < namesAndJson.length; i += 2) {
      all.put(namesAndJson[i], RawJson.of(namesAndJson[i + 1]));
    }
    return RouterSettings.read(all);
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

  /** What gateways told each other; counts add up as they do in a store. */
  static final class Kept implements SharedHealth {
    final List<CoolDown> coolDowns = new ArrayList<>();
    final List<Minute> minutes = new ArrayList<>();
    boolean broken;

    @Override
    public synchronized Told load(Instant now) {
      check();
      Map<String, Minute> sums = new LinkedHashMap<>();
      minutes.forEach(one -> sums.merge(one.deployment() + one.minute(), one, Kept::sum));
      return new Told(coolDowns, List.copyOf(sums.values()));
    }

    @Override
    public synchronized void tell(CoolDown coolDown) {
      check();
      coolDowns.add(coolDown);
    }

    @Override
    public synchronized void add(Minute more) {
      check();
      minutes.add(more);
    }

    private static Minute sum(Minute a, Minute b) {
      return Counts.of(a)
          .plus(Counts.of(b))
          .at(a.deployment(), Math.floorDiv(a.minute().getEpochSecond(), 60L));
    }

    private void check() {
      if (broken) {
        throw new UncheckedIOException(new IOException("no store"));
      }
    }
  }
}
