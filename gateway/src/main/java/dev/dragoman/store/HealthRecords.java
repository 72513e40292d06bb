package dev.dragoman.store;

import dev.dragoman.json.Unicode;
import dev.dragoman.routing.SharedHealth.CoolDown;
import dev.dragoman.routing.SharedHealth.Minute;
import dev.dragoman.routing.SharedHealth.Told;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What every store does with what gateways tell each other of deployments. */
final class HealthRecords {
  /** How long what is over stays, for clocks that differ. */
  static final Duration KEPT = Duration.ofMinutes(10);

  /** The last moment that has four digits for its year. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:00Z");

  private static final int LONGEST_REASON = 200;

  private HealthRecords() {}

  /** A cool-down as it is kept: to the millisecond, its reason in a few words. */
  static CoolDown kept(CoolDown told) {
    Instant until = told.until().isAfter(LATEST) ? LATEST : told.until();
    String reason = told.reason();
    if (reason.length() > LONGEST_REASON) {
      reason = reason.substring(0, LONGEST_REASON);
    }
    return new CoolDown(
        told.deployment(),
        until.truncatedTo(ChronoUnit.MILLIS),
        told.asked(),
        Unicode.wellFormed(reason));
  }

  static Instant minute(Instant of) {
    return of.truncatedTo(ChronoUnit.MINUTES);
  }

  /** The first minute whose counts hold at {@code now}: the last whole one. */
  static Instant firstMinute(Instant now) {
    return minute(now).minus(Duration.ofMinutes(1));
  }

  /**
   * What holds at {@code now} of what is given; cool-downs by deployment, of which the latest is
   * one's own, and minutes by time and deployment.
   */
  static Told told(Collection<CoolDown> coolDowns, Collection<Minute> minutes, Instant now) {
    Map<String, CoolDown> latest = new HashMap<>();
    for (CoolDown one : coolDowns) {
      if (one.until().isAfter(now)) {
        latest.merge(one.deployment(), one, HealthRecords::later);
      }
    }
    List<CoolDown> inOrder =
        latest.values().stream().sorted(Comparator.comparing(CoolDown::deployment)).toList();
    Instant first = firstMinute(now);
    List<Minute> counts =
        minutes.stream()
            .filter(minute -> !minute.minute().isBefore(first))
            .sorted(Comparator.comparing(Minute::minute).thenComparing(Minute::deployment))
            .toList();
    return new Told(inOrder, counts);
  }

  /** That of two which ends later. */
  static CoolDown later(CoolDown one, CoolDown other) {
    return other.until().isAfter(one.until()) ? other : one;
  }

  /** The sum of the counts of one minute. */
  static Minute sum(Minute one, Minute other) {
    return new Minute(
        one.deployment(),
        one.minute(),
        one.requests() + other.requests(),
        one.tokens() + other.tokens(),
        one.failures() + other.failures(),
        one.answers() + other.answers(),
        one.firstContentMillis() + other.firstContentMillis());
  }
}
