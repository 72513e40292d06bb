package dev.dragoman.routing;

import static dev.dragoman.routing.Scene.attempts;
import static dev.dragoman.routing.Scene.deployment;
import static dev.dragoman.routing.Scene.error;
import static dev.dragoman.routing.Scene.failure;
import static dev.dragoman.routing.Scene.id;
import static dev.dragoman.routing.Scene.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Failure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How often a request is tried again within its group, and after what pause. */
final class RetriesTest {
  private static final RouterSettings PLAIN = RouterSettings.DEFAULT;
  private static final Failure BROKEN = failure(Kind.SERVER);

  private static Scene one(RouterSettings settings, String... ofDeployment) {
    return new Scene(settings, deployment("m", "a", ofDeployment));
  }

  private static Duration pause(Step step) {
    return assertInstanceOf(Step.Attempt.class, step).pause();
  }

  @Test
  void theSettingsSayHowOftenUnlessTheDeploymentDoes() {
    assertEquals(3, attempts(one(PLAIN).route("m"), BROKEN));
    RouterSettings once = settings("num_retries", "1");
    assertEquals(2, attempts(one(once).route("m"), BROKEN));
    assertEquals(4, attempts(one(once, "num_retries", "3").route("m"), BROKEN));
    assertEquals(1, attempts(one(once, "max_retries", "0").route("m"), BROKEN));
  }

  @Test
  void whatTheRequestSaysGoesBeforeItsDeployment() {
    assertEquals(5, attempts(one(PLAIN, "num_retries", "1").retrying("m", 4), BROKEN));
    assertEquals(1, attempts(one(PLAIN, "num_retries", "1").retrying("m", 0), BROKEN));
  }

  @Test
  void aPolicyGoesBeforeBothUnlessTheRequestWantsNone() {
    RouterSettings policy = settings("retry_policy", "{\"RateLimitErrorRetries\": 3}");
    Failure busy = failure(Kind.RATE_LIMIT);
    assertEquals(4, attempts(one(policy, "num_retries", "1").retrying("m", 1), busy));
    assertEquals(2, attempts(one(policy, "num_retries", "1").retrying("m", 1), BROKEN));
    assertEquals(1, attempts(one(policy).retrying("m", 0), busy));
  }

  @Test
  void thePolicyOfAGroupIsInPlaceOfTheGeneralOne() {
    RouterSettings policies =
        settings(
            "retry_policy",
            "{\"TimeoutErrorRetries\": 4}",
            "model_group_retry_policy",
            "{\"m\": {\"TimeoutErrorRetries\": 0}}");
    Scene scene = new Scene(policies, deployment("m", "a"), deployment("n", "b"));
    assertEquals(1, attempts(scene.route("m"), failure(Kind.TIMEOUT)));
    assertEquals(5, attempts(scene.route("n"), failure(Kind.TIMEOUT)));
  }

  @Test
  void aRefusedRequestIsTriedAgainWhereAPolicySaysSo() {
    Scene scene =
        new Scene(
            settings("retry_policy", "{\"BadRequestErrorRetries\": 1}"),
            deployment("m", "a"),
            deployment("m", "b"));
    Route route = scene.route("m");
    String first = id(route.begin());
    assertNotEquals(first, id(route.after(failure(Kind.BAD_REQUEST))));
    assertEquals("it failed", error(route.after(failure(Kind.BAD_REQUEST))).message());
  }

  @Test
  void pausesDoubleAndAreCutByChance() {
    Route route = one(settings("num_retries", "6")).route("m");
    route.begin();
    for (long whole : new long[] {500, 1_000, 2_000, 4_000, 8_000, 8_000}) {
      long millis = pause(route.after(BROKEN)).toMillis();
      assertTrue(millis >= whole / 2 && millis <= whole, millis + " of " + whole);
    }
  }

  @Test
  void theLeastPauseIsHeldAsFarAsTenSeconds() {
    Route three = one(settings("retry_after", "3")).route("m");
    three.begin();
    assertEquals(Duration.ofSeconds(3), pause(three.after(BROKEN)));
    Route sixty = one(settings("retry_after", "60")).route("m");
    sixty.begin();
    assertEquals(Duration.ofSeconds(10), pause(sixty.after(BROKEN)));
  }

  @Test
  void aShortRetryAfterIsWaitedFor() {
    Route route = one(PLAIN).route("m");
    route.begin();
    Failure busy = failure(Kind.RATE_LIMIT, Duration.ofSeconds(3));
    assertEquals(Duration.ofSeconds(3), pause(route.after(busy)));
  }

  @Test
  void noAttemptBeginsThatWouldHaveLessThanHalfAMinute() {
    Scene scene = one(PLAIN);
    Route route = scene.route("m");
    route.begin();
    scene.pass(Duration.ofSeconds(560));
    assertInstanceOf(Step.Attempt.class, route.after(BROKEN));
    scene.pass(Duration.ofSeconds(11));
    assertInstanceOf(Step.GiveUp.class, route.after(BROKEN));
  }

  @Test
  void ofATimeThatIsShortHalfIsEnough() {
    Scene scene = one(settings("num_retries", "9"));
    Instant deadline = scene.now.plusSeconds(20);
    Route route = scene.router.route(new Ask("m", null, Set.of(), null, 100, deadline));
    route.begin();
    scene.pass(Duration.ofSeconds(9));
    assertInstanceOf(Step.Attempt.class, route.after(BROKEN));
    scene.pass(Duration.ofSeconds(2));
    assertInstanceOf(Step.GiveUp.class, route.after(BROKEN));
  }

  @Test
  void whatOneCannotCarryGoesToTheOthersWithoutCounting() {
    Scene scene = new Scene(PLAIN, deployment("m", "a"), deployment("m", "b"));
    Route route = scene.retrying("m", 0);
    String first = id(route.begin());
    assertNotEquals(first, id(route.after(failure(Kind.UNSUPPORTED))));
    assertInstanceOf(Step.GiveUp.class, route.after(failure(Kind.UNSUPPORTED)));
  }

  @Test
  void aRefusedKeyIsNotAskedAgainWhileTheOthersAre() {
    Scene scene =
        new Scene(PLAIN, deployment("m", "a"), deployment("m", "b"), deployment("m", "c"));
    assertEquals(3, attempts(scene.retrying("m", 0), failure(Kind.AUTHENTICATION)));
  }

  @Test
  void aModelThatIsTooSmallIsLeftForALargerOneOfItsGroup() {
    Deployment small = deployment("m", "s", "order", "1", "base_model", "\"small\"");
    Deployment same = deployment("m", "t", "order", "2", "base_model", "\"small\"");
    Deployment large = deployment("m", "l", "order", "3", "base_model", "\"large\"");
    Route route = new Scene(PLAIN, small, same, large).retrying("m", 0);
    assertEquals("s", id(route.begin()));
    assertEquals("l", id(route.after(failure(Kind.CONTEXT_WINDOW))));
    assertEquals("it failed", error(route.after(failure(Kind.CONTEXT_WINDOW))).message());
  }
}
