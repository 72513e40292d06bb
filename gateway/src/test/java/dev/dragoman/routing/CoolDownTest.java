package dev.dragoman.routing;

import static dev.dragoman.routing.Scene.deployment;
import static dev.dragoman.routing.Scene.failure;
import static dev.dragoman.routing.Scene.id;
import static dev.dragoman.routing.Scene.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Failure.Kind;
import java.time.Duration;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a deployment is left alone, for how long, and how it comes back. */
final class CoolDownTest {
  private static final RouterSettings PLAIN = RouterSettings.DEFAULT;

  /** Two, of which {@code a} goes first. */
  private static Scene two(RouterSettings settings) {
    return new Scene(
        settings, deployment("m", "a", "order", "1"), deployment("m", "b", "order", "2"));
  }

  private static boolean isOut(Scene scene) {
    return id(scene.route("m").begin()).equals("b");
  }

  private static void fail(Scene scene, int times, Kind kind) {
    fail(scene, times, kind, null);
  }

  private static void fail(Scene scene, int times, Kind kind, @Nullable Duration retryAfter) {
    for (int i = 0; i < times; i++) {
      Route route = scene.retrying("m", 0);
      assertEquals("a", id(route.begin()));
      route.after(failure(kind, retryAfter));
    }
  }

  @Test
  void oneRestsWhenMoreThanHalfOfAtLeastFiveFailed() {
    Scene scene = two(PLAIN);
    fail(scene, 4, Kind.SERVER);
    assertFalse(isOut(scene));
    fail(scene, 1, Kind.TIMEOUT);
    assertTrue(isOut(scene));
    scene.pass(Duration.ofSeconds(6));
    assertFalse(isOut(scene));
  }

  @Test
  void halfIsNotMoreThanHalf() {
    Scene scene = two(PLAIN);
    for (int i = 0; i < 3; i++) {
      assertEquals("a", scene.answered("m", null, Duration.ZERO));
    }
    fail(scene, 3, Kind.SERVER);
    assertFalse(isOut(scene));
    fail(scene, 1, Kind.SERVER);
    assertTrue(isOut(scene));
  }

  @Test
  void whatFailedInAnotherMinuteDoesNotCount() {
    Scene scene = two(PLAIN);
    fail(scene, 4, Kind.SERVER);
    scene.pass(Duration.ofMinutes(1));
    fail(scene, 4, Kind.SERVER);
    assertFalse(isOut(scene));
  }

  @Test
  void streamsThatBreakOffAreFailuresAndNoAnswers() {
    Scene scene = two(PLAIN);
    for (int i = 0; i < 5; i++) {
      assertFalse(isOut(scene));
      Route route = scene.route("m");
      route.begin();
      route.began(Duration.ofMillis(5));
      route.broke(failure(Kind.CONNECTION));
    }
    assertTrue(isOut(scene));
  }

  @Test
  void whatIsTheRequestsFaultOrOursTakesNobodyOut() {
    for (Kind kind :
        new Kind[] {
          Kind.BAD_REQUEST, Kind.CONTENT_POLICY, Kind.CONTEXT_WINDOW, Kind.UNSUPPORTED, Kind.GATEWAY
        }) {
      Scene scene = two(PLAIN);
      fail(scene, 10, kind);
      assertFalse(isOut(scene), kind.name());
    }
  }

  @Test
  void soManyFailuresAreLetPassAsTheSettingsAllow() {
    Scene scene = two(settings("allowed_fails", "2"));
    fail(scene, 2, Kind.RATE_LIMIT);
    assertFalse(isOut(scene));
    fail(scene, 1, Kind.SERVER);
    assertTrue(isOut(scene));
  }

  @Test
  void aPolicyCountsOneKindOfFailureAlone() {
    Scene scene = two(settings("allowed_fails_policy", "{\"RateLimitErrorAllowedFails\": 2}"));
    fail(scene, 2, Kind.SERVER);
    fail(scene, 2, Kind.RATE_LIMIT);
    assertFalse(isOut(scene));
    fail(scene, 1, Kind.RATE_LIMIT);
    assertTrue(isOut(scene));
  }

  @Test
  void theTimeIsTheDeploymentsOwnElseTheSettings() {
    Scene scene =
        new Scene(
            settings("cooldown_time", "10"),
            deployment("m", "a", "order", "1", "cooldown_time", "60"),
            deployment("m", "b", "order", "2"));
    fail(scene, 1, Kind.RATE_LIMIT);
    scene.pass(Duration.ofSeconds(59));
    assertTrue(isOut(scene));
    Scene usual = two(settings("cooldown_time", "10"));
    fail(usual, 1, Kind.RATE_LIMIT);
    usual.pass(Duration.ofSeconds(9));
    assertTrue(isOut(usual));
    usual.pass(Duration.ofSeconds(1));
    assertFalse(isOut(usual));
  }

  @Test
  void nobodyRestsForNoTimeOrWhereThatIsSwitchedOff() {
    for (RouterSettings off :
        new RouterSettings[] {
          settings("cooldown_time", "0"), settings("disable_cooldowns", "true")
        }) {
      Scene scene = two(off);
      fail(scene, 10, Kind.RATE_LIMIT);
      assertFalse(isOut(scene));
    }
  }

  @Test
  void whatTheProviderAsksForGoesBeforeTheSettings() {
    Scene shorter = two(settings("cooldown_time", "60"));
    fail(shorter, 1, Kind.RATE_LIMIT, Duration.ofSeconds(3));
    assertTrue(isOut(shorter));
    shorter.pass(Duration.ofSeconds(3));
    assertFalse(isOut(shorter));
    Scene longer = two(settings("allowed_fails", "9"));
    fail(longer, 1, Kind.OVERLOADED, Duration.ofSeconds(90));
    longer.pass(Duration.ofSeconds(89));
    assertTrue(isOut(longer));
  }

  @Test
  void aRefusedKeyIsOutForFiveMinutesAndThenTriedAgain() {
    Scene scene = two(PLAIN);
    fail(scene, 1, Kind.AUTHENTICATION);
    scene.pass(Duration.ofSeconds(299));
    assertTrue(isOut(scene));
    scene.pass(Duration.ofSeconds(1));
    assertFalse(isOut(scene));
    fail(scene, 1, Kind.AUTHENTICATION);
    assertTrue(isOut(scene));
  }

  @Test
  void aRefusedKeyIsLoudOnceInFiveMinutes() {
    try (Heard heard = new Heard()) {
      Scene scene = new Scene(PLAIN, keyed("os.environ/SOME_KEY"));
      fail(scene, 3, Kind.AUTHENTICATION);
      assertEquals(1, heard.lines(Level.SEVERE).size());
      assertEquals(
          "deployment a of model m is refused by openai/m: it failed - check its key"
              + " (os.environ/SOME_KEY), what the key may do, and the account's quota; it is tried"
              + " again in 5 minutes, or when its mapping changes",
          heard.lines(Level.SEVERE).getFirst());
      scene.pass(Duration.ofMinutes(5));
      fail(scene, 2, Kind.AUTHENTICATION);
      assertEquals(2, heard.lines(Level.SEVERE).size());
    }
  }

  @Test
  void aMappingThatWasMendedIsAskedAtOnce() {
    Scene scene = two(PLAIN);
    fail(scene, 1, Kind.AUTHENTICATION);
    Scene same =
        new Scene(scene.shared, PLAIN, scene.load().deployments().toArray(Deployment[]::new));
    same.traffic.refresh();
    assertTrue(isOut(same));
    Scene mended =
        new Scene(scene.shared, PLAIN, keyed("os.environ/NEW"), deployment("m", "b", "order", "2"));
    mended.traffic.refresh();
    assertFalse(isOut(mended));
  }

  private static Deployment keyed(String key) {
    Deployment plain = deployment("m", "a", "order", "1");
    return new Deployment(
        plain.id(),
        plain.modelName(),
        plain.provider(),
        plain.model(),
        null,
        new SecretRef(key),
        plain.headers(),
        null,
        null,
        null,
        null,
        plain.settings(),
        plain.origin());
  }

  @Test
  void whoIsBackSoonestIsAskedWhenNobodyIsWellAndIsWellWhenItAnswers() {
    Scene scene = two(PLAIN);
    Deployment a = scene.load().deployments().getFirst();
    fail(scene, 1, Kind.RATE_LIMIT);
    scene.pass(Duration.ofSeconds(1));
    Route other = scene.retrying("m", 0);
    assertEquals("b", id(other.begin()));
    other.after(failure(Kind.RATE_LIMIT));
    scene.traffic.refresh();
    Health health = scene.traffic.health();
    assertNotNull(health.coolDown(a, PLAIN.coolDowns()));
    assertEquals("a", scene.answered("m", null, Duration.ZERO));
    assertNull(health.coolDown(a, PLAIN.coolDowns()));
    scene.traffic.refresh();
    assertNull(health.coolDown(a, PLAIN.coolDowns()));
    fail(scene, 1, Kind.RATE_LIMIT);
    assertNotNull(health.coolDown(a, PLAIN.coolDowns()));
  }

  @Test
  void ofAWildcardOnlyTheModelThatWasNotFoundRests() {
    Scene scene =
        new Scene(
            PLAIN, deployment("x/*", "w1", "order", "1"), deployment("x/*", "w2", "order", "2"));
    Route route = scene.route("x/one");
    assertEquals("w1", id(route.begin()));
    assertEquals("w2", id(route.after(failure(Kind.NOT_FOUND))));
    assertEquals("w2", id(scene.route("x/one").begin()));
    Route two = scene.route("x/two");
    assertEquals("w1", id(two.begin()));
    two.after(failure(Kind.AUTHENTICATION));
    assertEquals("w2", id(scene.route("x/three").begin()));
  }
}
