package dev.dragoman.routing;

import static dev.dragoman.routing.Scene.deployment;
import static dev.dragoman.routing.Scene.error;
import static dev.dragoman.routing.Scene.failure;
import static dev.dragoman.routing.Scene.id;
import static dev.dragoman.routing.Scene.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.Usage;
import dev.dragoman.routing.Failure.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How requests and tokens a minute pass a deployment over. */
final class LimitsTest {
  private static final RouterSettings REFUSING = settings("enable_pre_call_checks", "true");

  private static Scene two(RouterSettings settings, String limit, String most) {
    return new Scene(
        settings,
        deployment("m", "a", limit, most, "order", "1"),
        deployment("m", "b", "order", "2"));
  }

  @Test
  void oneThatHasNoTokensLeftForTheRequestIsPassedOver() {
    Scene scene = two(RouterSettings.DEFAULT, "tpm", "250");
    assertEquals("a", id(scene.route("m").begin()));
    assertEquals("a", id(scene.route("m").begin()));
    assertEquals("b", id(scene.route("m").begin()));
    scene.pass(Duration.ofMinutes(1));
    assertEquals("a", id(scene.route("m").begin()));
  }

  @Test
  void whatWasUsedCountsInPlaceOfTheEstimate() {
    Scene scene = two(RouterSettings.DEFAULT, "tpm", "1000");
    Route route = scene.route("m");
    assertEquals("a", id(route.begin()));
    route.began(Duration.ZERO);
    route.used(Usage.reported(900, 50));
    assertEquals("b", id(scene.route("m").begin()));
  }

  @Test
  void anAttemptThatFailedHasUsedNoTokens() {
    Scene scene = two(RouterSettings.DEFAULT, "tpm", "150");
    for (int i = 0; i < 3; i++) {
      Route route = scene.route("m");
      assertEquals("a", id(route.begin()));
      route.used(Usage.MISSING);
      assertEquals("b", id(route.after(failure(Kind.SERVER))));
    }
  }

  @Test
  void anAnswerWhoseUsageIsMissingCountsAsEstimated() {
    Scene scene = two(RouterSettings.DEFAULT, "tpm", "150");
    Route route = scene.route("m");
    route.begin();
    route.began(Duration.ZERO);
    route.used(Usage.MISSING);
    assertEquals("b", id(scene.route("m").begin()));
  }

  @Test
  void whatWasNeverAskedIsNoRequest() {
    Scene scene = two(RouterSettings.DEFAULT, "rpm", "1");
    Route route = scene.route("m");
    assertEquals("a", id(route.begin()));
    assertEquals("b", id(route.after(failure(Kind.UNSUPPORTED))));
    assertEquals("a", id(scene.route("m").begin()));
    assertEquals("b", id(scene.route("m").begin()));
  }

  @Test
  void aRequestWithMoreTokensThanAMinuteHasIsAskedAtTheMinutesBeginning() {
    Scene scene = two(RouterSettings.DEFAULT, "tpm", "50");
    assertEquals("a", id(scene.route("m").begin()));
    assertEquals("b", id(scene.route("m").begin()));
  }

  @Test
  void theLastOneIsAskedThoughItIsAtItsLimit() {
    Scene scene = new Scene(RouterSettings.DEFAULT, deployment("m", "a", "rpm", "1"));
    for (int i = 0; i < 5; i++) {
      assertEquals("a", id(scene.route("m").begin()));
    }
  }

  @Test
  void whereLimitsRefuseTheClientIsToldWhenTheMinuteIsOver() {
    Scene scene = new Scene(REFUSING, deployment("m", "a", "rpm", "1"));
    assertEquals("a", id(scene.route("m").begin()));
    scene.pass(Duration.ofSeconds(20));
    assertEquals(ErrorType.RATE_LIMIT, error(scene.route("m").begin()).type());
    assertEquals(40, error(scene.route("m").begin()).retryAfterSeconds());
    scene.pass(Duration.ofSeconds(40));
    assertEquals("a", id(scene.route("m").begin()));
  }

  @Test
  void whereLimitsRefuseAModelMayStandIn() {
    Scene scene =
        new Scene(
            settings("enable_pre_call_checks", "true", "fallbacks", "[{\"m\": [\"n\"]}]"),
            deployment("m", "a", "rpm", "1"),
            deployment("n", "b"));
    assertEquals("a", id(scene.route("m").begin()));
    assertEquals("b", id(scene.route("m").begin()));
  }

  @Test
  void whatOtherGatewaysAskCountsToo() {
    Scene.Kept shared = new Scene.Kept();
    Scene one =
        new Scene(
            shared,
            RouterSettings.DEFAULT,
            deployment("m", "a", "rpm", "3", "order", "1"),
            deployment("m", "b", "order", "2"));
    Scene other =
        new Scene(
            shared,
            RouterSettings.DEFAULT,
            deployment("m", "a", "rpm", "3", "order", "1"),
            deployment("m", "b", "order", "2"));
    one.answered("m", null, Duration.ZERO);
    one.answered("m", null, Duration.ZERO);
    one.traffic.refresh();
    other.traffic.refresh();
    assertEquals("a", id(other.route("m").begin()));
    assertEquals("b", id(other.route("m").begin()));
  }

  @Test
  void whatThisGatewayToldIsNotCountedTwice() {
    Scene scene = two(RouterSettings.DEFAULT, "rpm", "3");
    scene.answered("m", null, Duration.ZERO);
    scene.answered("m", null, Duration.ZERO);
    scene.traffic.refresh();
    scene.traffic.refresh();
    assertEquals("a", id(scene.route("m").begin()));
    assertEquals("b", id(scene.route("m").begin()));
  }
}
