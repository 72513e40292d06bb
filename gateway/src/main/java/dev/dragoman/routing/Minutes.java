package dev.dragoman.routing;

import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What happened at one deployment, by minutes since 1970: what this gateway counted, how much of
 * that it told the others, and what they told. Safe for use by many threads.
 */
final class Minutes {
  /** Two hours, so that a latency can count for one. */
  private static final int MOST = 120;

  /** How many answers make an average. */
  private static final int SAMPLES = 10;

  private final NavigableMap<Long, Bucket> byMinute = new TreeMap<>();
  private boolean wanted;
  private boolean telling;
  private long toldAt = Long.MIN_VALUE / 2;

  private static final class Bucket {
    Counts own = Counts.ZERO;
    Counts told = Counts.ZERO;
    Counts toldBeforeReading = Counts.ZERO;
    Counts others = Counts.ZERO;
    final Map<Failure.Kind, Integer> failures = new EnumMap<>(Failure.Kind.class);
  }

  synchronized void add(long minute, Counts more) {
    Bucket bucket = bucket(minute);
    bucket.own = bucket.own.plus(more);
  }

  /** Counts a failure; how many of its kind this gateway has seen in that minute. */
  synchronized int fail(long minute, Failure.Kind kind) {
    Bucket bucket = bucket(minute);
    bucket.own = bucket.own.plus(Counts.failure());
    return bucket.failures.merge(kind, 1, Integer::sum);
  }

  /** All that happened in a minute, here and elsewhere. */
  synchronized Counts in(long minute) {
    Bucket bucket = byMinute.get(minute);
    return bucket == null ? Counts.ZERO : bucket.own.plus(bucket.others);
  }

  /**
   * The average time to the first content, in milliseconds, over the newest minutes that hold ten
   * answers together; of minutes from {@code oldest} on.
   *
   * @return {@link Tally#UNMEASURED} if nothing is known, the largest number if only failures are
   */
  synchronized double latency(long oldest) {
    long answers = 0;
    long millis = 0;
    boolean failed = false;
    for (Map.Entry<Long, Bucket> entry : byMinute.descendingMap().entrySet()) {
      if (entry.getKey() < oldest || answers >= SAMPLES) {
        break;
      }
      Counts all = entry.getValue().own.plus(entry.getValue().others);
      answers += all.answers();
      millis += all.firstContentMillis();
      failed |= all.failures() > 0;
    }
    if (answers > 0) {
      return (double) millis / answers;
    }
    return failed ? Double.MAX_VALUE : Tally.UNMEASURED;
  }

  /** Says that the others should know these counts. */
  synchronized void want() {
    wanted = true;
  }

  /**
   * What is to be told now, by minute, counted as told; nothing if nobody wants it, it was told
   * within {@code pause} milliseconds, or someone else is telling. {@link #told} must follow.
   */
  synchronized Map<Long, Counts> take(long now, long pause) {
    boolean early = now >= toldAt && now - toldAt < pause;
    Map<Long, Counts> news = new TreeMap<>();
    if (!wanted || telling || early) {
      return news;
    }
    // Nobody asks for what is older.
    long last = Math.floorDiv(now, 60_000L) - 1;
    byMinute
        .tailMap(last)
        .forEach((minute, bucket) -> {
          Counts more = bucket.own.minus(bucket.told);
          if (!more.equals(Counts.ZERO)) {
            news.put(minute, more);
            bucket.told = bucket.own;
          }
        });
    if (!news.isEmpty()) {
      wanted = false;
      telling = true;
      toldAt = now;
    }
    return news;
  }

  /** The end of a telling; what could not be told remains to be. */
  synchronized void told(Map<Long, Counts> failed) {
    telling = false;
    wanted |= !failed.isEmpty();
    failed.forEach((minute, less) -> {
      Bucket bucket = bucket(minute);
      bucket.told = bucket.told.minus(less);
    });
  }

  /** Before what others tell is read: that will hold what this one has told until now. */
  synchronized void beforeReading() {
    byMinute.values().forEach(bucket -> bucket.toldBeforeReading = bucket.told);
  }

  /** What all have told of a minute together. */
  synchronized void learn(long minute, Counts all) {
    Bucket bucket = bucket(minute);
    bucket.others = all.minus(bucket.toldBeforeReading).orZero();
  }

  private Bucket bucket(long minute) {
    Bucket bucket = byMinute.computeIfAbsent(minute, _ -> new Bucket());
    while (byMinute.size() > MOST) {
      byMinute.pollFirstEntry();
    }
    return bucket;
  }
}
