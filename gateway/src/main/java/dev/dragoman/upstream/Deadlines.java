package dev.dragoman.upstream;

import dev.dragoman.upstream.UpstreamFault.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time-outs of one exchange, as moments of {@link System#nanoTime} from its beginning. */
final class Deadlines {
  private final Timeouts timeouts;
  private final String host;
  private final long total;

  Deadlines(Timeouts timeouts, String host) {
    this.timeouts = timeouts;
    this.host = host;
    this.total = System.nanoTime() + nanos(timeouts.total());
  }

  Wait connect() {
    return until(Kind.CONNECT_TIMEOUT, timeouts.connect());
  }

  Wait firstByte() {
    return until(Kind.FIRST_BYTE_TIMEOUT, timeouts.firstByte());
  }

  Wait idle() {
    return until(Kind.IDLE_TIMEOUT, timeouts.idle());
  }

  /** From now on for that long, or to the end of all, if that is sooner. */
  private Wait until(Kind kind, Duration duration) {
    long end = System.nanoTime() + nanos(duration);
    return end - total < 0 ? new Wait(kind, host, end) : new Wait(Kind.TOTAL_TIMEOUT, host, total);
  }

  /** Half of what a long can count at most, so that sums of moments do not wrap. */
  private static long nanos(Duration duration) {
    Duration longest = Duration.ofNanos(Long.MAX_VALUE / 4);
    return (duration.compareTo(longest) < 0 ? duration : longest).toNanos();
  }

  /** A moment to wait for, and the fault it is when that comes. */
  record Wait(Kind kind, String host, long end) {
    long nanos() {
      return end - System.nanoTime();
    }

    /** What is left in milliseconds, for a socket, at least 1; a fault when nothing is left. */
    int millis() throws UpstreamFault {
      long nanos = nanos();
      if (nanos <= 0) {
        throw fault(null);
      }
      return (int) Math.min((nanos + 999_999) / 1_000_000, Integer.MAX_VALUE);
    }

    UpstreamFault fault(@Nullable Throwable cause) {
      return new UpstreamFault(kind, host, cause);
    }
  }
}
