package dev.dragoman.routing;

import static dev.dragoman.routing.Scene.deployment;
import static dev.dragoman.routing.Scene.failure;
import static dev.dragoman.routing.Scene.id;
import static dev.dragoman.routing.Scene.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Failure.Kind;
import dev.dragoman.routing.SharedHealth.Minute;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** What gateways tell each other, and when. */
final class TellingTest {
  private static final RouterSettings PLAIN = RouterSettings.DEFAULT;

  private static Deployment limited(String id) {
    return deployment("m", id, "rpm", "1000");
  }

  private static long requests(Scene scene) {
    return scene.shared.minutes.stream().mapToLong(Minute::requests).sum();
  }

  @Test
  void oneWriteAtTheEndTellsAllOfARequest() {
    Scene scene = new Scene(PLAIN, limited("a"));
    Route route = scene.route("m");
    route.begin();
    route.began(Duration.ofMillis(40));
    assertEquals(List.of(), scene.shared.minutes);
    route.used(Usage.reported(120, 7));
    Minute told = scene.shared.minutes.getFirst();
    assertEquals(new Counts(1, 127, 0, 1, 40), Counts.of(told));
    assertEquals(Scene.START, told.minute());
    assertEquals(1, scene.shared.minutes.size());
  }

  @Test
  void beforeTheFirstByteTheStoreIsNotWaitedFor() {
    Scene scene = new Scene(PLAIN, limited("a"), limited("b"));
    scene.hold();
    Route route = scene.route("m");
    route.begin();
    route.used(Usage.MISSING);
    route.after(failure(Kind.RATE_LIMIT, Duration.ofSeconds(40)));
    assertEquals(List.of(), scene.shared.minutes);
    assertEquals(List.of(), scene.shared.coolDowns);
    scene.release();
    assertEquals(1, scene.shared.coolDowns.size());
    assertTrue(scene.shared.coolDowns.getFirst().asked());
    assertEquals(1, scene.shared.minutes.getFirst().failures());
  }

  @Test
  void whatNobodyNeedsIsNotTold() {
    Scene scene = new Scene(PLAIN, deployment("m", "a"));
    scene.answered("m", null, Duration.ZERO);
    scene.traffic.refresh();
    assertEquals(List.of(), scene.shared.minutes);
  }

  @Test
  void manyAnswersAreAWriteASecondAndTheRestIsToldBesideTheNextReading() {
    Scene scene = new Scene(PLAIN, limited("a"));
    for (int i = 0; i < 50; i++) {
      scene.answered("m", null, Duration.ZERO);
      scene.pass(Duration.ofMillis(100));
    }
    assertEquals(5, scene.shared.minutes.size());
    scene.traffic.refresh();
    assertEquals(50, requests(scene));
    scene.traffic.refresh();
    assertEquals(50, requests(scene));
  }

  @Test
  void aStoreThatFailsChangesNothingAndHearsAllLater() {
    try (Heard heard = new Heard()) {
      Scene scene = new Scene(PLAIN, limited("a"), limited("b"));
      scene.shared.broken = true;
      Route route = scene.route("m");
      String out = id(route.begin());
      route.after(failure(Kind.RATE_LIMIT));
      scene.traffic.refresh();
      for (int i = 0; i < 20; i++) {
        assertNotEquals(out, scene.answered("m", null, Duration.ZERO));
        scene.pass(Duration.ofMillis(100));
      }
      assertEquals(1, heard.lines(Level.WARNING).size());
      scene.shared.broken = false;
      scene.traffic.refresh();
      assertEquals(22, requests(scene));
    }
  }

  @Test
  void failuresThatOthersSawCount() {
    Scene.Kept shared = new Scene.Kept();
    Scene one = new Scene(shared, PLAIN, deployment("m", "a"));
    Scene other =
        new Scene(shared, PLAIN, deployment("m", "a"), deployment("m", "b", "order", "1"));
    for (int i = 0; i < 3; i++) {
      Route route = one.retrying("m", 0);
      route.begin();
      route.after(failure(Kind.SERVER));
    }
    one.traffic.refresh();
    other.traffic.refresh();
    String key = Terms.healthKey(deployment("m", "a"));
    assertEquals(3, other.traffic.tally().now(key).failures());
    Failure failure = failure(Kind.SERVER);
    Health health = other.traffic.health();
    health.failed(deployment("m", "a"), failure, PLAIN.coolDowns());
    assertEquals(null, health.coolDown(deployment("m", "a"), PLAIN.coolDowns()));
    health.failed(deployment("m", "a"), failure, PLAIN.coolDowns());
    assertTrue(health.coolDown(deployment("m", "a"), PLAIN.coolDowns()) != null);
  }

  @Test
  void latenciesThatOthersMeasuredCount() {
    RouterSettings latency = settings("routing_strategy", "\"latency-based-routing\"");
    Scene.Kept shared = new Scene.Kept();
    Scene one = new Scene(shared, latency, deployment("m", "a"), deployment("m", "b"));
    Scene other = new Scene(shared, latency, deployment("m", "a"), deployment("m", "b"));
    String first = one.answered("m", null, Duration.ofMillis(10));
    one.answered("m", null, Duration.ofMillis(900));
    one.traffic.refresh();
    other.traffic.refresh();
    for (int i = 0; i < 20; i++) {
      assertEquals(first, id(other.route("m").begin()));
    }
  }
}
