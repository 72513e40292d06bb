package dev.dragoman.upstream;

import dev.dragoman.upstream.UpstreamFault.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When one exchange is over: by its time-outs, as moments of {@link System#nanoTime} from its
 * beginning, or by its cancellation.
 */
final class Deadlines {
  final Cancellation cancellation;

  private final Timeouts timeouts;
  private final String host;
  private final Wait firstContent;
  private final Wait total;
  private volatile boolean contentBegan;

  Deadlines(Timeouts timeouts, String host, Cancellation cancellation) {
    this.timeouts = timeouts;
    this.host = host;
    this.cancellation = cancellation;
    long now = System.nanoTime();
    this.firstContent =
        new Wait(Kind.FIRST_CONTENT_TIMEOUT, host, now + nanos(timeouts.firstContent()));
    this.total = new Wait(Kind.TOTAL_TIMEOUT, host, now + nanos(timeouts.total()));
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

  /** From now on the first content is not waited for. */
  void contentBegan() {
    contentBegan = true;
  }

  /** From now on for that long, or to the end of what it is a part of, if that is sooner. */
  private Wait until(Kind kind, Duration duration) {
    Wait part = new Wait(kind, host, System.nanoTime() + nanos(duration));
    if (!contentBegan && firstContent.end - part.end <= 0) {
      part = firstContent;
    }
    return total.end - part.end <= 0 ? total : part;
  }

  /** At most a quarter of what a long can count, so that sums of moments do not wrap. */
  static long nanos(Duration duration) {
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
