package dev.dragoman.routing;

import static dev.dragoman.routing.Scene.deployment;
import static dev.dragoman.routing.Scene.error;
import static dev.dragoman.routing.Scene.failure;
import static dev.dragoman.routing.Scene.id;
import static dev.dragoman.routing.Scene.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Failure.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which models stand in, and what the client is told when none could. */
final class FallbackTest {
  private static final Deployment M = deployment("m", "m1");
  private static final Deployment N = deployment("n", "n1");
  private static final Deployment O = deployment("o", "o1");

  /** Where such a failure of a request that wants no retries goes. */
  private static Step after(Scene scene, String model, Kind kind) {
    Route route = scene.retrying(model, 0);
    route.begin();
    return route.after(failure(kind));
  }

  @Test
  void theModelsOfAModelThatStandsInStandInToo() {
    Scene scene = new Scene(settings("fallbacks", "[{\"m\": [\"n\"]}, {\"n\": [\"o\"]}]"), M, N, O);
    Route route = scene.retrying("m", 0);
    assertEquals("m1", id(route.begin()));
    assertEquals("n1", id(route.after(failure(Kind.SERVER))));
    assertEquals("o1", id(route.after(failure(Kind.SERVER))));
    assertInstanceOf(Step.GiveUp.class, route.after(failure(Kind.SERVER)));
    assertEquals(2, route.fallbacks());
  }

  @Test
  void noMoreStandInThanTheSettingsAllow() {
    Scene scene =
        new Scene(
            settings("fallbacks", "[{\"m\": [\"n\", \"o\"]}]", "max_fallbacks", "1"), M, N, O);
    Route route = scene.retrying("m", 0);
    route.begin();
    assertEquals("n1", id(route.after(failure(Kind.SERVER))));
    assertInstanceOf(Step.GiveUp.class, route.after(failure(Kind.SERVER)));
  }

  @Test
  void theDefaultsAreForModelsThatHaveNoneOfTheirOwn() {
    Scene scene =
        new Scene(
            settings("fallbacks", "[{\"m\": [\"n\"]}]", "default_fallbacks", "[\"o\"]"), M, N, O);
    assertEquals("n1", id(after(scene, "m", Kind.SERVER)));
    assertEquals("o1", id(after(scene, "n", Kind.SERVER)));
    Scene star = new Scene(settings("fallbacks", "[{\"*\": [\"o\"]}]"), M, N, O);
    assertEquals("o1", id(after(star, "m", Kind.SERVER)));
  }

  @Test
  void anAliasMayHaveItsOwnAndHasThoseOfItsModelElse() {
    String alias = "{\"alias\": \"m\"}";
    Scene own =
        new Scene(
            settings(
                "model_group_alias",
                alias,
                "fallbacks",
                "[{\"alias\": [\"n\"]}, {\"m\": [\"o\"]}]"),
            M,
            N,
            O);
    assertEquals("n1", id(after(own, "alias", Kind.SERVER)));
    assertEquals("o1", id(after(own, "m", Kind.SERVER)));
    Scene ofModel =
        new Scene(settings("model_group_alias", alias, "fallbacks", "[{\"m\": [\"o\"]}]"), M, N, O);
    assertEquals("o1", id(after(ofModel, "alias", Kind.SERVER)));
    assertEquals("o1", id(after(ofModel, "claude-m", Kind.SERVER)));
    assertEquals("o1", id(after(ofModel, "claude-alias", Kind.SERVER)));
  }

  @Test
  void anAliasOfAModelThatFailedDoesNotStandInForIt() {
    Scene scene =
        new Scene(
            settings(
                "model_group_alias",
                "{\"alias\": \"m\"}",
                "fallbacks",
                "[{\"m\": [\"alias\", \"claude-m\"]}]"),
            M);
    assertInstanceOf(Step.GiveUp.class, after(scene, "m", Kind.SERVER));
  }

  @Test
  void whatIsTooLongGoesToTheModelsForThatAlone() {
    Scene scene =
        new Scene(
            settings(
                "fallbacks",
                "[{\"m\": [\"n\"]}]",
                "context_window_fallbacks",
                "[{\"m\": [\"o\"]}]"),
            M,
            N,
            O);
    assertEquals("o1", id(after(scene, "m", Kind.CONTEXT_WINDOW)));
    assertEquals("n1", id(after(scene, "m", Kind.SERVER)));
  }

  @Test
  void whatIsTooLongGoesElseToAStandInThatIsAnotherModel() {
    Scene scene =
        new Scene(
            settings("fallbacks", "[{\"m\": [\"n\", \"o\"]}]"),
            M,
            deployment("n", "n1", "base_model", "\"m\""),
            O);
    assertEquals("o1", id(after(scene, "m", Kind.CONTEXT_WINDOW)));
    assertEquals("n1", id(after(scene, "m", Kind.SERVER)));
  }

  @Test
  void aFilteredAnswerIsReplacedOnlyWhereAModelIsSetForIt() {
    String[] filtered = {"content_policy_fallbacks", "[{\"m\": [\"n\"]}]"};
    Scene scene = new Scene(settings(filtered), M, N);
    Route route = scene.route("m");
    route.begin();
    assertTrue(route.replacesFiltered());
    assertEquals("n1", id(route.after(failure(Kind.CONTENT_POLICY))));
    assertFalse(route.replacesFiltered());
    Route general = new Scene(settings("fallbacks", "[{\"m\": [\"n\"]}]"), M, N).route("m");
    general.begin();
    assertFalse(general.replacesFiltered());
    Route missing = new Scene(settings(filtered), M).route("m");
    missing.begin();
    assertFalse(missing.replacesFiltered());
  }

  @Test
  void aFilteredAnswerIsKeptWhenThereIsNoTimeForAnother() {
    Scene scene = new Scene(settings("content_policy_fallbacks", "[{\"m\": [\"n\"]}]"), M, N);
    Route route = scene.route("m");
    route.begin();
    scene.pass(Duration.ofSeconds(590));
    assertFalse(route.replacesFiltered());
  }

  @Test
  void theLastErrorOfTheModelThatWasAskedForIsToldWithAllElseThatWasTried() {
    Scene scene = new Scene(settings("fallbacks", "[{\"m\": [\"n\", \"gone\"]}]"), M, N);
    Route route = scene.retrying("m", 0);
    route.begin();
    assertEquals("n1", id(route.after(failure(Kind.OVERLOADED))));
    ApiError told = error(route.after(failure(Kind.AUTHENTICATION)));
    assertEquals(ErrorType.OVERLOADED, told.type());
    assertEquals(
        "it failed, also tried: n at openai (credentials refused), gone (not configured)",
        told.message());
  }

  @Test
  void theWordingThatClientsReadIsLeftAsItIs() {
    Scene scene = new Scene(settings("fallbacks", "[{\"m\": [\"n\"]}]"), M, N);
    Route route = scene.retrying("m", 0);
    route.begin();
    route.after(failure(Kind.CONTEXT_WINDOW));
    ApiError told = error(route.after(failure(Kind.SERVER)));
    assertEquals(ApiError.invalid("it failed"), told);
  }

  @Test
  void theClientIsToldToWaitUntilTheFirstOfThemMayBeAsked() {
    Scene scene = new Scene(RouterSettings.DEFAULT, M, deployment("m", "m2"));
    Route route = scene.route("m");
    route.begin();
    route.after(failure(Kind.RATE_LIMIT, Duration.ofSeconds(40)));
    ApiError told = error(route.after(failure(Kind.RATE_LIMIT, Duration.ofSeconds(20))));
    assertEquals(20, told.retryAfterSeconds());
    assertEquals(20, error(scene.route("m").begin()).retryAfterSeconds());
    scene.pass(Duration.ofSeconds(20));
    assertInstanceOf(Step.Attempt.class, scene.route("m").begin());
  }

  @Test
  void theClientNeedNotWaitForOneWhileAnotherMayBeAsked() {
    Scene scene = new Scene(RouterSettings.DEFAULT, M, deployment("m", "m2"));
    Route route = scene.retrying("m", 1);
    route.begin();
    route.after(failure(Kind.SERVER));
    assertNull(
        error(route.after(failure(Kind.RATE_LIMIT, Duration.ofSeconds(40)))).retryAfterSeconds());
  }

  @Test
  void aModelWhoseProviderAskedToBeLeftAloneGivesWayToItsStandIn() {
    Scene scene = new Scene(settings("fallbacks", "[{\"m\": [\"n\"]}]"), M, N);
    Route route = scene.retrying("m", 0);
    route.begin();
    route.after(failure(Kind.RATE_LIMIT, Duration.ofSeconds(40)));
    assertEquals("n1", id(scene.route("m").begin()));
  }
}
