package dev.dragoman.routing;

import static dev.dragoman.routing.Scene.deployment;
import static dev.dragoman.routing.Scene.failure;
import static dev.dragoman.routing.Scene.id;
import static dev.dragoman.routing.Scene.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Prices;
import dev.dragoman.routing.Failure.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** That a session stays where its prompt cache is. */
final class AffinityTest {
  private static final String LATENCY = "\"latency-based-routing\"";

  private static final Prices CHEAP =
      new Prices(new Prices.Rates(1L, 1L, null, null, null, null), null, List.of());

  private static Scene byLatency() {
    return new Scene(
        settings("routing_strategy", LATENCY), deployment("m", "a"), deployment("m", "b"));
  }

  @Test
  void aSessionStaysThoughAnotherHasBecomeQuicker() {
    Scene scene = byLatency();
    String given = scene.answered("m", "s", Duration.ofMillis(500));
    String other = scene.answered("m", null, Duration.ofMillis(1));
    assertNotEquals(given, other);
    for (int turn = 0; turn < 40; turn++) {
      assertEquals(given, scene.answered("m", "s", Duration.ofMillis(500)));
    }
    assertEquals(other, scene.answered("m", null, Duration.ofMillis(1)));
  }

  @Test
  void aSessionComesBackToItsFirstDeploymentWhenThatIsWellAgain() {
    Scene scene = byLatency();
    Route route = scene.route("m", "s");
    String given = id(route.begin());
    String other = id(route.after(failure(Kind.RATE_LIMIT)));
    assertNotEquals(given, other);
    assertEquals(other, id(scene.route("m", "s").begin()));
    scene.pass(Duration.ofSeconds(6));
    assertEquals(given, id(scene.route("m", "s").begin()));
  }

  @Test
  void aSessionIsForgottenAnHourAfterItsLastRequest() {
    Scene scene =
        new Scene(
            settings("routing_strategy", "\"cost-based-routing\""),
            deployment("m", "a"),
            deployment("m", "b"));
    String given = id(scene.route("m", "s").begin());
    scene.prices.put(given.equals("a") ? "b" : "a", CHEAP);
    for (int i = 0; i < 3; i++) {
      scene.pass(Duration.ofMinutes(59));
      assertEquals(given, id(scene.route("m", "s").begin()));
    }
    scene.pass(Duration.ofMinutes(61));
    assertNotEquals(given, id(scene.route("m", "s").begin()));
  }

  @Test
  void eachModelOfASessionHasItsOwnDeployment() {
    Scene scene =
        new Scene(
            settings("routing_strategy", "\"cost-based-routing\""),
            deployment("big", "a"),
            deployment("big", "b"),
            deployment("small", "c"),
            deployment("small", "d"));
    String big = id(scene.route("big", "s").begin());
    String small = id(scene.route("small", "s").begin());
    for (Deployment each : scene.load().deployments()) {
      boolean given = Set.of(big, small).contains(each.id());
      scene.prices.put(each.id(), given ? Prices.UNKNOWN : CHEAP);
    }
    assertEquals(big, id(scene.route("big", "s").begin()));
    assertEquals(small, id(scene.route("small", "s").begin()));
    assertNotEquals(big, id(scene.route("big", "other").begin()));
  }

  @Test
  void withoutAffinityASessionGoesEverywhere() {
    Scene scene =
        new Scene(
            settings("session_affinity", "false"), deployment("m", "a"), deployment("m", "b"));
    Set<String> given = new HashSet<>();
    for (int turn = 0; turn < 40; turn++) {
      given.add(id(scene.route("m", "s").begin()));
    }
    assertEquals(Set.of("a", "b"), given);
  }

  @Test
  void tenThousandSessionsSpreadByWeight() {
    Scene scene =
        new Scene(
            RouterSettings.DEFAULT,
            deployment("m", "a", "weight", "5"),
            deployment("m", "b", "weight", "3"),
            deployment("m", "c", "weight", "2"),
            deployment("m", "d"));
    Map<String, Integer> given = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      given.merge(id(scene.route("m", "session-" + i).begin()), 1, Integer::sum);
    }
    Scene.assertShares(Map.of("a", 0.5, "b", 0.3, "c", 0.2), given);
  }

  @Test
  void gatewaysThatShareNothingGiveASessionTheSameDeployment() {
    Deployment[] four = {
      deployment("m", "a"), deployment("m", "b"), deployment("m", "c"), deployment("m", "d")
    };
    Scene one = new Scene(RouterSettings.DEFAULT, four);
    Scene other = new Scene(RouterSettings.DEFAULT, four[3], four[1], four[0], four[2]);
    for (int i = 0; i < 1_000; i++) {
      String session = "user_" + i;
      assertEquals(id(one.route("m", session).begin()), id(other.route("m", session).begin()));
    }
  }

  @Test
  void noMoreSessionsAreRememberedThanThereIsRoomFor() {
    SessionMemory memory = new SessionMemory();
    Deployment given = deployment("m", "a");
    for (int i = 0; i <= SessionMemory.MOST_SESSIONS; i++) {
      memory.note("s" + i, given, i);
    }
    assertEquals(null, memory.recall("s0", List.of(given), 1));
    assertTrue(memory.recall("s1", List.of(given), 1) != null);
  }
}
