package dev.dragoman.routing;

import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * One request's way: which deployment to ask first, and what to do after each failure. Used by one
 * thread.
 */
public final class Route {
  private final RouterSettings settings;
  private final Deque<Deployment> left;

  Route(RouterSettings settings, List<Deployment> order) {
    this.settings = settings;
    this.left = new ArrayDeque<>(order);
  }

  /** The settings in force when the request came. */
  public RouterSettings settings() {
    return settings;
  }

  /** The first step. */
  public Step begin() {
    return new Step.Attempt(left.removeFirst(), Duration.ZERO);
  }

  /** The step after an attempt that failed before the client was told any of its answer. */
  public Step after(Failure failure) {
    return left.isEmpty()
        ? new Step.GiveUp(failure.error())
        : new Step.Attempt(left.removeFirst(), Duration.ZERO);
  }

  /** The attempt under way broke off after the client had been told a part of its answer. */
  public void broke(Failure failure) {}

  /** The first content of the attempt under way came, that long after it was begun. */
  public void began(Duration firstContent) {}

  /** The attempt under way has ended, well or not, and used that much. */
  public void used(Usage usage) {}

  /** Whether a filtered answer has a model that stands in, so that it may count as a failure. */
  public boolean replacesFiltered() {
    return false;
  }

  /** How many attempts of the same group were made after the first. */
  public int retries() {
    return 0;
  }

  /** How many models stood in. */
  public int fallbacks() {
    return 0;
  }
}
