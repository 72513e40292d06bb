package dev.dragoman.exchange;

import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.RouterSettings;
import dev.dragoman.upstream.Timeouts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How long an attempt is waited for.
 *
 * @param firstByte until its answer's head is there
 * @param firstContent until its first content
 * @param whole for one whole answer
 * @param end when everything must have ended
 */
record Patience(
    Duration firstByte, Duration firstContent, Duration whole, Instant end, InstantSource clock) {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Between two arrivals; pings of ours are none. */
  private static final Duration IDLE = Duration.ofMinutes(5);

  /** For all attempts of a request; Lambda ends what takes longer than 15 minutes. */
  static final Duration TOTAL = Duration.ofMinutes(14);

  /** The patience with {@code target}: what the request says goes first, then the deployment. */
  static Patience with(
      Deployment target,
      RouterSettings settings,
      CallOptions options,
      Instant end,
      InstantSource clock) {
    Duration whole = first(options.timeout(), target.timeoutMillis(), settings.timeout());
    Duration begin =
        first(options.streamTimeout(), target.streamTimeoutMillis(), settings.streamTimeout());
    Duration all = whole == null ? TOTAL : whole;
    return begin == null
        ? new Patience(IDLE, all, all, end, clock)
        : new Patience(begin, begin, all, end, clock);
  }

  private static @Nullable Duration first(
      @Nullable Duration asked, @Nullable Long ofTarget, @Nullable Duration ofAll) {
    if (asked != null) {
      return asked;
    }
    return ofTarget != null ? Duration.ofMillis(ofTarget) : ofAll;
  }

  /** What is left of the time of all attempts; may be negative. */
  Duration left() {
    return Duration.between(clock.instant(), end);
  }

  /** The time-outs of an attempt that begins now. */
  Timeouts timeouts() {
    Duration left = left();
    Duration total = left.compareTo(whole) < 0 ? left : whole;
    return new Timeouts(
        CONNECT, firstByte, firstContent, IDLE, total.isPositive() ? total : Duration.ofMillis(1));
  }
}
