package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.routing.SharedHealth;
import dev.dragoman.routing.SharedHealth.CoolDown;
import dev.dragoman.routing.SharedHealth.Minute;
import dev.dragoman.routing.SharedHealth.Told;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is true of what gateways tell each other wherever it is kept. */
abstract class SharedHealthContract {
  static final Instant MINUTE = Instant.parse("2026-03-01T12:04:00Z");
  static final Instant NOW = MINUTE.plusMillis(30_250);

  /** The health that no gateway has told of yet. */
  abstract SharedHealth health();

  /** Health whose store cannot be reached; none if that cannot be. */
  abstract List<SharedHealth> unreachable();

  @Test
  void nothingWasToldAtFirst() {
    assertEquals(Told.NOTHING, health().load(NOW));
  }

  @Test
  void aCoolDownHoldsUntilItIsOver() {
    SharedHealth health = health();
    for (int seconds : List.of(5, 29, 30, 90, 3_600)) {
      CoolDown told = coolDown("d" + seconds, seconds, seconds == 5);
      health.tell(told);
      assertTrue(health.load(NOW).coolDowns().contains(told), told::toString);
      assertTrue(health.load(told.until().minusMillis(1)).coolDowns().contains(told));
    }
    assertEquals(5, health.load(NOW).coolDowns().size());
    for (int seconds : List.of(5, 29, 30, 90, 3_600)) {
      Told then = health.load(NOW.plusSeconds(seconds));
      assertTrue(then.coolDowns().stream().noneMatch(c -> c.deployment().equals("d" + seconds)));
    }
    assertEquals(Told.NOTHING, health.load(NOW.plusSeconds(3_600)));
  }

  @Test
  void ofSeveralCoolDownsOfADeploymentTheLatestHolds() {
    SharedHealth health = health();
    List.of(10, 12, 11, 300, 200, 299).forEach(s -> health.tell(coolDown("d", s, s == 300)));
    health.tell(coolDown("other", 15, false));
    List<CoolDown> both = List.of(coolDown("d", 300, true), coolDown("other", 15, false));
    assertEquals(both, health.load(NOW).coolDowns());
    assertEquals(both.subList(0, 1), health.load(NOW.plusSeconds(250)).coolDowns());
  }

  @Test
  void aCoolDownToldTwiceIsOne() {
    SharedHealth health = health();
    health.tell(coolDown("d", 10, true));
    health.tell(coolDown("d", 10, true));
    assertEquals(List.of(coolDown("d", 10, true)), health.load(NOW).coolDowns());
  }

  @Test
  void countsOfAMinuteAddUp() {
    SharedHealth health = health();
    health.add(new Minute("d", MINUTE, 1, 20_000, 0, 1, 450));
    health.add(new Minute("d", MINUTE, 3, 50, 2, 1, 1_550));
    health.add(new Minute("d", MINUTE, 0, 7, 0, 0, 0));
    health.add(new Minute("other", MINUTE, 1, 1, 1, 0, 0));
    assertEquals(
        List.of(
            new Minute("d", MINUTE, 4, 20_057, 2, 2, 2_000),
            new Minute("other", MINUTE, 1, 1, 1, 0, 0)),
        health.load(NOW).minutes());
  }

  @Test
  void countsAddUpUnderManyWriters() throws Exception {
    SharedHealth health = health();
    List<Callable<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      writers.add(() -> {
        for (int n = 1; n <= 12; n++) {
          health.add(new Minute("d", MINUTE, 1, n, n % 2, 1, 100));
        }
        return null;
      });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> writer : threads.invokeAll(writers)) {
        writer.get();
      }
    }
    assertEquals(
        List.of(new Minute("d", MINUTE, 192, 16 * 78, 96, 192, 19_200)),
        health.load(NOW).minutes());
  }

  @Test
  void countsHoldInTheirMinuteAndTheNext() {
    SharedHealth health = health();
    List<Minute> minutes = new ArrayList<>();
    for (int i = -3; i <= 1; i++) {
      Minute minute = new Minute("d", MINUTE.plus(Duration.ofMinutes(i)), 10 + i, 0, 0, 0, 0);
      health.add(minute);
      minutes.add(minute);
    }
    List<Minute> lastAndOn = minutes.subList(2, 5);
    assertEquals(lastAndOn, health.load(MINUTE).minutes());
    assertEquals(lastAndOn, health.load(MINUTE.plusMillis(59_999)).minutes());
    assertEquals(minutes.subList(3, 5), health.load(MINUTE.plusSeconds(60)).minutes());
    assertEquals(List.of(), health.load(MINUTE.plusSeconds(180)).minutes());
  }

  @Test
  void aMomentStandsForItsMinute() {
    SharedHealth health = health();
    health.add(new Minute("d", NOW, 1, 0, 0, 0, 0));
    health.add(new Minute("d", MINUTE, 1, 0, 0, 0, 0));
    assertEquals(List.of(new Minute("d", MINUTE, 2, 0, 0, 0, 0)), health.load(NOW).minutes());
  }

  @Test
  void anyNameAndReasonAreKept() {
    SharedHealth health = health();
    String odd = "größe/🜁 '\"; -- #id :now \u0001\n";
    CoolDown told = new CoolDown(odd, NOW.plusSeconds(9), false, odd);
    health.tell(told);
    Minute counts = new Minute(odd, MINUTE, 1, 2, 3, 4, 5);
    health.add(counts);
    assertEquals(new Told(List.of(told), List.of(counts)), health.load(NOW));
    health.tell(new CoolDown("none", NOW.plusSeconds(9), false, ""));
    assertEquals("", health.load(NOW).coolDowns().getLast().reason().strip());
  }

  @Test
  void ofALongReasonTheBeginningIsKept() {
    SharedHealth health = health();
    health.tell(new CoolDown("d", NOW.plusSeconds(9), false, "x".repeat(199) + "🜁".repeat(999)));
    assertEquals("x".repeat(199) + "\uFFFD", health.load(NOW).coolDowns().getFirst().reason());
  }

  @Test
  void aCoolDownWithoutAnEndHoldsForEver() {
    SharedHealth health = health();
    health.tell(new CoolDown("d", Instant.MAX, true, "come back never"));
    assertEquals(1, health.load(NOW).coolDowns().size());
    assertEquals(1, health.load(NOW.plus(Duration.ofDays(40_000))).coolDowns().size());
  }

  @Test
  void aStoreThatCannotBeReachedSaysSo() {
    for (SharedHealth health : unreachable()) {
      assertThrows(UncheckedIOException.class, () -> health.load(NOW));
      assertThrows(UncheckedIOException.class, () -> health.tell(coolDown("d", 5, false)));
      assertThrows(
          UncheckedIOException.class, () -> health.add(new Minute("d", MINUTE, 1, 0, 0, 0, 0)));
    }
  }

  static CoolDown coolDown(String deployment, int seconds, boolean asked) {
    return new CoolDown(deployment, NOW.plusSeconds(seconds), asked, "429 for " + seconds + " s");
  }
}
