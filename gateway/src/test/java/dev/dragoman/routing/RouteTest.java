package dev.dragoman.routing;

import static dev.dragoman.routing.Scene.deployment;
import static dev.dragoman.routing.Scene.failure;
import static dev.dragoman.routing.Scene.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.Usage;
import dev.dragoman.routing.Failure.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where requests go, and what follows a failure. */
final class RouteTest {
  private static final RouterSettings PLAIN = RouterSettings.DEFAULT;

  @Test
  void aSessionOfFortyTurnsStaysOnOneOfFour() {
    Scene scene =
        new Scene(
            PLAIN,
            deployment("m", "a"),
            deployment("m", "b"),
            deployment("m", "c"),
            deployment("m", "d"));
    String first = id(scene.route("m", "session").begin());
    for (int turn = 1; turn < 40; turn++) {
      assertEquals(first, id(scene.route("m", "session").begin()));
    }
  }

  @Test
  void sessionsSpreadAndOnlyThoseOfADeploymentThatIsOutMove() {
    Scene scene =
        new Scene(PLAIN, deployment("m", "a"), deployment("m", "b"), deployment("m", "c"));
    Map<String, String> before = new HashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      String given = id(scene.route("m", "s" + i).begin());
      before.put("s" + i, given);
      seen.merge(given, 1, Integer::sum);
    }
    seen.values().forEach(count -> assertEquals(3_333, count, 200));
    Route route = scene.route("m", "s0");
    String out = id(route.begin());
    route.after(failure(Kind.RATE_LIMIT));
    before.forEach((session, given) -> {
      String now = id(scene.route("m", session).begin());
      if (given.equals(out)) {
        assertNotEquals(out, now);
      } else {
        assertEquals(given, now);
      }
    });
    scene.now = scene.now.plusSeconds(6);
    assertEquals(out, id(scene.route("m", "s0").begin()));
  }

  @Test
  void ofTwoWithOneFailingTenThousandRequestsNoneIsGivenUp() {
    Scene scene = new Scene(PLAIN, deployment("m", "good"), deployment("m", "bad"));
    int asked = 0;
    for (int i = 0; i < 10_000; i++) {
      Route route = scene.route("m", null);
      Step step = route.begin();
      while (id(step).equals("bad")) {
        asked++;
        step = route.after(failure(Kind.SERVER));
      }
      route.began(Duration.ofMillis(5));
      route.used(Usage.reported(100, 5));
      scene.now = scene.now.plusMillis(10);
    }
    assertTrue(asked < 1_000, asked + " were asked of the failing one");
    assertTrue(!scene.shared.coolDowns.isEmpty());
  }

  @Test
  void anotherIsAskedAtOnceAndTheSameOneOnlyAfterAPause() {
    Scene scene = new Scene(PLAIN, deployment("m", "a"), deployment("m", "b"));
    Route route = scene.route("m", null);
    String first = id(route.begin());
    Step second = route.after(failure(Kind.SERVER));
    assertNotEquals(first, id(second));
    assertEquals(Duration.ZERO, ((Step.Attempt) second).pause());
    Step third = route.after(failure(Kind.SERVER));
    assertTrue(((Step.Attempt) third).pause().isPositive());
    assertInstanceOf(Step.GiveUp.class, route.after(failure(Kind.SERVER)));
  }

  @Test
  void aLongRetryAfterIsToldAtOnceAndHoldsForTheNextRequest() {
    Scene scene = new Scene(PLAIN, deployment("m", "a"));
    Route route = scene.route("m", null);
    route.begin();
    Step.GiveUp end =
        assertInstanceOf(
            Step.GiveUp.class, route.after(failure(Kind.RATE_LIMIT, Duration.ofSeconds(40))));
    assertEquals(40, end.error().retryAfterSeconds());
    scene.now = scene.now.plusSeconds(10);
    Step.GiveUp next = assertInstanceOf(Step.GiveUp.class, scene.route("m", null).begin());
    assertEquals(ErrorType.RATE_LIMIT, next.error().type());
    assertEquals(30, next.error().retryAfterSeconds());
  }

  @Test
  void aSingleDeploymentThatIsCooledIsAskedAllTheSame() {
    Scene scene = new Scene(PLAIN, deployment("m", "a"));
    Route route = scene.route("m", null);
    route.begin();
    route.after(failure(Kind.AUTHENTICATION));
    assertEquals("a", id(scene.route("m", null).begin()));
  }

  @Test
  void aRefusedRequestIsNotTriedAgainButAnotherModelMayStandIn() {
    Scene scene =
        new Scene(
            Scene.settings("fallbacks", "[{\"m\": [\"n\", \"m\"]}]"),
            deployment("m", "a"),
            deployment("m", "b"),
            deployment("n", "c"));
    Route route = scene.route("m", null);
    route.begin();
    assertEquals("c", id(route.after(failure(Kind.BAD_REQUEST))));
    assertEquals(1, route.fallbacks());
    assertInstanceOf(Step.GiveUp.class, route.after(failure(Kind.BAD_REQUEST)));
  }

  @Test
  void whatIsOurOwnFaultIsNeverTriedAgain() {
    Scene scene = new Scene(PLAIN, deployment("m", "a"), deployment("m", "b"));
    Route route = scene.route("m", null);
    route.begin();
    assertInstanceOf(Step.GiveUp.class, route.after(failure(Kind.GATEWAY)));
  }

  @Test
  void oneAtItsRequestsAMinuteIsPassedOverWhileAnotherIsLeft() {
    Scene scene =
        new Scene(
            PLAIN,
            deployment("m", "a", "rpm", "2", "order", "1"),
            deployment("m", "b", "order", "2"));
    assertEquals("a", id(scene.route("m", null).begin()));
    assertEquals("a", id(scene.route("m", null).begin()));
    assertEquals("b", id(scene.route("m", null).begin()));
    scene.now = scene.now.plusSeconds(60);
    assertEquals("a", id(scene.route("m", null).begin()));
  }

  @Test
  void whatOneGatewayLearnsSparesTheOthers() {
    Scene.Kept shared = new Scene.Kept();
    Scene one = new Scene(shared, PLAIN, deployment("m", "a"), deployment("m", "b"));
    Scene other = new Scene(shared, PLAIN, deployment("m", "a"), deployment("m", "b"));
    Route route = one.route("m", null);
    String out = id(route.begin());
    route.after(failure(Kind.RATE_LIMIT, Duration.ofSeconds(60)));
    other.traffic.refresh();
    for (int i = 0; i < 50; i++) {
      assertNotEquals(out, id(other.route("m", null).begin()));
    }
  }
}
