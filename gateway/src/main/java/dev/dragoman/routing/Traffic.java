package dev.dragoman.routing;

import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Prices;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What the requests of one process know of deployments together: who is well, how much was asked
 * and how quick they are. Safe for use by many threads.
 */
public final class Traffic {
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Tally tally;
  private final Health health;
  private final Choice choice;

  /**
   * Traffic of this process, told to and heard of others through {@code shared}.
   *
   * @param prices of a deployment's model
   */
  public Traffic(
      SharedHealth shared,
      Function<Deployment, Prices> prices,
      InstantSource clock,
      RandomGenerator random) {
    this(shared, prices, clock, random, task -> Thread.ofVirtual().name("health").start(task));
  }

  /** The same, which does what no request waits for by {@code beside}. */
  Traffic(
      SharedHealth shared,
      Function<Deployment, Prices> prices,
      InstantSource clock,
      RandomGenerator random,
      Executor beside) {
    this.clock = clock;
    this.random = random;
    StoreFaults faults = new StoreFaults(clock);
    tally = new Tally(shared, faults, clock);
    health = new Health(shared, tally, faults, beside, clock);
    choice = new Choice(prices, tally, clock, random);
  }

  /** Tells other gateways what they were not told yet, and reads what they told. */
  public void refresh() {
    health.refresh();
  }

  Instant now() {
    return clock.instant();
  }

  RandomGenerator random() {
    return random;
  }

  Tally tally() {
    return tally;
  }

  Health health() {
    return health;
  }

  Choice choice() {
    return choice;
  }
}
