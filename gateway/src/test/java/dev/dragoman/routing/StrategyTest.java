package dev.dragoman.routing;

import static dev.dragoman.routing.Scene.assertShares;
import static dev.dragoman.routing.Scene.deployment;
import static dev.dragoman.routing.Scene.failure;
import static dev.dragoman.routing.Scene.id;
import static dev.dragoman.routing.Scene.settings;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.dragoman.provider.Prices;
import dev.dragoman.provider.Prices.Rates;
import dev.dragoman.provider.Prices.Tier;
import dev.dragoman.routing.Failure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which of several deployments requests without a session go to, by each strategy. */
final class StrategyTest {
  private static final RouterSettings LATENCY =
      settings("routing_strategy", "\"latency-based-routing\"");
  private static final RouterSettings COST = settings("routing_strategy", "\"cost-based-routing\"");
  private static final int MANY = 10_000;

  private static Prices price(long input, long output) {
    return new Prices(new Rates(input, output, null, null, null, null), null, List.of());
  }

  @Test
  void withoutAnyFigureAllAreAlike() {
    Scene scene = new Scene(RouterSettings.DEFAULT, deployment("m", "a"), deployment("m", "b"));
    assertShares(Map.of("a", 0.5, "b", 0.5), scene.given(MANY, "m"));
  }

  @Test
  void weightDecidesBeforeRequestsAndTokensAMinute() {
    Scene scene =
        new Scene(
            RouterSettings.DEFAULT,
            deployment("m", "a", "weight", "3", "rpm", "1000000"),
            deployment("m", "b", "weight", "1", "rpm", "9000000"));
    assertShares(Map.of("a", 0.75, "b", 0.25), scene.given(MANY, "m"));
  }

  @Test
  void oneWithoutAWeightGetsNothingWhileAnotherHasOne() {
    Scene scene =
        new Scene(
            RouterSettings.DEFAULT, deployment("m", "a", "weight", "0.5"), deployment("m", "b"));
    assertEquals(Map.of("a", MANY), scene.given(MANY, "m"));
  }

  @Test
  void requestsAMinuteDecideBeforeTokensAMinute() {
    Scene scene =
        new Scene(
            RouterSettings.DEFAULT,
            deployment("m", "a", "rpm", "900000", "tpm", "10000000"),
            deployment("m", "b", "rpm", "100000", "tpm", "90000000"));
    assertShares(Map.of("a", 0.9, "b", 0.1), scene.given(MANY, "m"));
  }

  @Test
  void tokensAMinuteDecideWhereNothingElseIsSet() {
    Scene scene =
        new Scene(
            RouterSettings.DEFAULT,
            deployment("m", "a", "tpm", "20000000"),
            deployment("m", "b", "tpm", "60000000"),
            deployment("m", "c", "tpm", "120000000"));
    assertShares(Map.of("a", 0.1, "b", 0.3, "c", 0.6), scene.given(MANY, "m"));
  }

  @Test
  void theQuickestGetsAllOnceEachWasMeasured() {
    Scene scene =
        new Scene(LATENCY, deployment("m", "a"), deployment("m", "b"), deployment("m", "c"));
    Map<String, Duration> takes =
        Map.of(
            "a", Duration.ofMillis(110), "b", Duration.ofMillis(100), "c", Duration.ofSeconds(1));
    measure(scene, takes);
    assertEquals(Map.of("b", MANY), scene.given(MANY, "m"));
  }

  @Test
  void whoIsNearlyAsQuickWithinTheBufferSharesWithTheQuickest() {
    Scene scene =
        new Scene(
            settings(
                "routing_strategy",
                "\"latency-based-routing\"",
                "routing_strategy_args",
                "{\"lowest_latency_buffer\": 0.2}"),
            deployment("m", "a"),
            deployment("m", "b"),
            deployment("m", "c"));
    Map<String, Duration> takes =
        Map.of(
            "a", Duration.ofMillis(110), "b", Duration.ofMillis(100), "c", Duration.ofMillis(130));
    measure(scene, takes);
    assertShares(Map.of("a", 0.5, "b", 0.5), scene.given(MANY, "m"));
  }

  /** Those nobody has measured come first, so that as many requests measure them all. */
  private static void measure(Scene scene, Map<String, Duration> takes) {
    for (int i = 0; i < takes.size(); i++) {
      Route route = scene.route("m");
      route.began(requireNonNull(takes.get(id(route.begin()))));
    }
  }

  @Test
  void eachIsMeasuredAgainWhenItsMeasurementIsTooOld() {
    Scene scene =
        new Scene(
            settings(
                "routing_strategy",
                "\"latency-based-routing\"",
                "routing_strategy_args",
                "{\"ttl\": 600}"),
            deployment("m", "a"),
            deployment("m", "b"));
    measure(scene, Map.of("a", Duration.ofMillis(10), "b", Duration.ofMillis(900)));
    assertEquals(Map.of("a", 100), scene.given(100, "m"));
    scene.pass(Duration.ofMinutes(11));
    measure(scene, Map.of("a", Duration.ofMillis(900), "b", Duration.ofMillis(10)));
    assertEquals(Map.of("b", 100), scene.given(100, "m"));
  }

  @Test
  void anAverageIsOfTheNewestMinutesWithTenAnswers() {
    Minutes minutes = new Minutes();
    minutes.add(1, Counts.answer(50));
    for (int i = 0; i < 9; i++) {
      minutes.add(3, Counts.answer(300));
    }
    assertEquals(275, minutes.latency(0), 1e-9);
    minutes.add(4, Counts.answer(300));
    assertEquals(300, minutes.latency(0), 1e-9);
    assertEquals(Tally.UNMEASURED, minutes.latency(5), 1e-9);
  }

  @Test
  void whoHasOnlyFailedIsTheSlowestOfAll() {
    Scene scene = new Scene(LATENCY, deployment("m", "a"), deployment("m", "b"));
    Route route = scene.route("m");
    String failed = id(route.begin());
    String other = id(route.after(failure(Kind.SERVER)));
    route.began(Duration.ofMinutes(1));
    scene.pass(Duration.ofMinutes(1));
    assertEquals(Map.of(other, 100), scene.given(100, "m"));
    assertNotEquals(failed, other);
  }

  @Test
  void theCheapestByInputAndOutputTogetherGetsAll() {
    Scene scene = new Scene(COST, deployment("m", "a"), deployment("m", "b"), deployment("m", "c"));
    scene.prices.put("a", price(1, 10));
    scene.prices.put("b", price(4, 5));
    scene.prices.put("c", price(6, 6));
    assertEquals(Map.of("b", MANY), scene.given(MANY, "m"));
  }

  @Test
  void equalPricesGoByChance() {
    Scene scene =
        new Scene(
            COST,
            deployment("m", "a"),
            deployment("m", "b", "weight", "9"),
            deployment("m", "c"),
            deployment("m", "d"));
    scene.prices.put("a", price(2, 5));
    scene.prices.put("b", price(4, 3));
    scene.prices.put("c", price(5, 2));
    scene.prices.put("d", price(5, 3));
    double third = 1.0 / 3;
    assertShares(Map.of("a", third, "b", third, "c", third), scene.given(MANY, "m"));
  }

  @Test
  void whatIsNotPricedIsDearerThanAllThatIs() {
    Scene scene = new Scene(COST, deployment("m", "a"), deployment("m", "b"));
    scene.prices.put("b", price(1_000_000_000, 5_000_000_000L));
    assertEquals(Map.of("b", 100), scene.given(100, "m"));
    Scene unknown = new Scene(COST, deployment("m", "a"), deployment("m", "b"));
    assertShares(Map.of("a", 0.5, "b", 0.5), unknown.given(MANY, "m"));
  }

  @Test
  void thePriceIsThatOfARequestOfThisLength() {
    Scene scene = new Scene(COST, deployment("m", "a"), deployment("m", "b"));
    scene.prices.put(
        "a",
        new Prices(
            new Rates(1L, 1L, null, null, null, null),
            null,
            List.of(new Tier(200_000, new Rates(10L, 10L, null, null, null, null)))));
    scene.prices.put("b", price(2, 2));
    assertEquals("a", id(scene.route("m").begin()));
    Instant deadline = scene.now.plusSeconds(600);
    Ask longer = new Ask("m", null, Set.of(), null, 300_000, deadline);
    assertEquals("b", id(scene.router.route(longer).begin()));
  }

  @Test
  void theLowestOrderGoesFirstWhateverTheStrategy() {
    Scene scene =
        new Scene(COST, deployment("m", "a", "order", "1"), deployment("m", "b", "order", "2"));
    scene.prices.put("a", price(9, 9));
    scene.prices.put("b", price(1, 1));
    Route route = scene.route("m");
    assertEquals("a", id(route.begin()));
    assertEquals("b", id(route.after(failure(Kind.SERVER))));
  }
}
