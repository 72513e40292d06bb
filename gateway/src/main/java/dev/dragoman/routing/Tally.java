package dev.dragoman.routing;

import dev.dragoman.routing.SharedHealth.Minute;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What happened at each deployment, minute by minute, here and at the gateways that share this
 * one's store. Deployments are known by {@link Terms#healthKey}.
 */
final class Tally {
  /** The latency of a deployment that nobody has measured of late. */
  static final double UNMEASURED = -1;

  /** Counts of one deployment are written no more often than this. */
  private static final long PAUSE_MILLIS = 1_000;

  private final SharedHealth shared;
  private final StoreFaults faults;
  private final InstantSource clock;
  private final ConcurrentMap<String, Minutes> byDeployment = new ConcurrentHashMap<>();

  Tally(SharedHealth shared, StoreFaults faults, InstantSource clock) {
    this.shared = shared;
    this.faults = faults;
    this.clock = clock;
  }

  /** This minute. */
  long minute() {
    return minute(clock.instant());
  }

  /** All that happened in this minute. */
  Counts now(String key) {
    return minutes(key).in(minute());
  }

  void add(String key, long minute, Counts more) {
    minutes(key).add(minute, more);
  }

  /** Counts a failure; how many of its kind were seen here in this minute. */
  int fail(String key, Failure.Kind kind) {
    return minutes(key).fail(minute(), kind);
  }

  /**
   * The average time to the first content of late, in milliseconds; {@link #UNMEASURED} if nobody
   * knows, the largest number of one that has only failed.
   */
  double latency(String key, Duration age) {
    return minutes(key).latency(minute(clock.instant().minus(age)));
  }

  /** Says that the other gateways should know what is counted of a deployment. */
  void want(String key) {
    minutes(key).want();
  }

  /** Tells the others what is new of a deployment, if they should know: at most one write. */
  void tell(String key) {
    tell(key, PAUSE_MILLIS);
  }

  /** Tells what is new of every deployment. */
  void tellAll() {
    byDeployment.keySet().forEach(key -> tell(key, 0));
  }

  private void tell(String key, long pause) {
    Minutes minutes = minutes(key);
    Map<Long, Counts> failed = new TreeMap<>();
    Map<Long, Counts> news = minutes.take(clock.millis(), pause);
    news.forEach((minute, more) -> {
      if (!failed.isEmpty() || !faults.during(() -> shared.add(more.at(key, minute)))) {
        failed.put(minute, more);
      }
    });
    if (!news.isEmpty()) {
      minutes.told(failed);
    }
  }

  /** To be called before what others told is read. */
  void beforeReading() {
    byDeployment.values().forEach(Minutes::beforeReading);
  }

  /** What all gateways together have told. */
  void learn(List<Minute> told) {
    for (Minute minute : told) {
      minutes(minute.deployment()).learn(minute(minute.minute()), Counts.of(minute));
    }
  }

  private Minutes minutes(String key) {
    return byDeployment.computeIfAbsent(key, _ -> new Minutes());
  }

  private static long minute(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), 60L);
  }
}
