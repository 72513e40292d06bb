package dev.dragoman.upstream;

import java.time.Duration;

/**
 * How long each part of one exchange may take, all positive.
 *
 * @param connect TCP connection and TLS handshake together, of one attempt
 * @param firstByte from the request being sent to the end of the answer's head
 * @param firstContent from the call of {@code open} to {@link UpstreamResponse#contentBegan}, over
 *     all that comes before: an answer may begin and be kept alive for long without saying anything
 * @param idle between two arrivals of bytes of the answer's body
 * @param total from the call of {@code open} to the last read of the body, over all of the above
 */
public record Timeouts(
    Duration connect, Duration firstByte, Duration firstContent, Duration idle, Duration total) {
  public Timeouts {
    for (Duration each : new Duration[] {connect, firstByte, firstContent, idle, total}) {
      if (each.isNegative() || each.isZero()) {
        throw new IllegalArgumentException("a time-out must be longer than nothing");
      }
    }
  }

  /** Time-outs that set the first content no limit of its own. */
  public Timeouts(Duration connect, Duration firstByte, Duration idle, Duration total) {
    this(connect, firstByte, total, idle, total);
  }
}
