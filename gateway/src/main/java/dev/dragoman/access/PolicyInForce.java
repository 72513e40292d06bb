package dev.dragoman.access;

import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operator's policy, and since when this process has seen it as it is. A configuration has no
 * date; so of two limits for the whole gateway the one that a process came to see later counts.
 * That is the newer one: a process that starts reads what is configured then, and one that runs
 * sees a change within seconds.
 */
public final class PolicyInForce implements Supplier<Policy> {
  private final Supplier<Policy> configured;
  private final InstantSource clock;
  private volatile @Nullable Seen last;

  /**
   * Looks at what is configured whenever it is asked.
   *
   * @param configured what is configured now
   */
  public PolicyInForce(Supplier<Policy> configured, InstantSource clock) {
    this.configured = configured;
    this.clock = clock;
  }

  /**
   * The policy, as it was first seen.
   *
   * @param since milliseconds; more than of any policy that this process saw before
   */
  public record Seen(Policy policy, long since) {}

  @Override
  public Policy get() {
    return configured.get();
  }

  /** The policy of now. */
  public Seen seen() {
    Policy now = configured.get();
    Seen known = last;
    return known != null && known.policy().equals(now) ? known : see(now);
  }

  private synchronized Seen see(Policy now) {
    Seen known = last;
    if (known != null && known.policy().equals(now)) {
      return known;
    }
    long since = known == null ? clock.millis() : Math.max(clock.millis(), known.since() + 1);
    Seen seen = new Seen(now, since);
    last = seen;
    return seen;
  }
}
