package dev.dragoman.routing;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Failure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request's way: which deployment to ask first, and what to do after each failure. Used by one
 * thread.
 *
 * <p>Within the model's deployments another that is well is asked at once, one that failed only
 * after a pause; then come the models that stand in, each in the same way; then those that are left
 * alone, unless their provider asked for that.
 */
public final class Route {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** The least time that an answer is given: an attempt that has less is not begun. */
  private static final Duration LEAST_LEFT = Duration.ofSeconds(30);

  private final Ask ask;
  private final RouterSettings settings;
  private final Traffic traffic;
  private final Attempts attempts;
  private final StandIns standIns;
  private final Function<StandIns.StandIn, @Nullable Group> open;
  private final Duration leastLeft;
  private final Group asked;

  /** All models that were come to, whether or not one of their deployments could be asked. */
  private final List<Group> groups = new ArrayList<>();

  private Group current;
  private @Nullable UnderWay underWay;

  /**
   * A way.
   *
   * @param open the group of a model that stands in; null if it has nobody who could be asked
   */
  Route(
      Ask ask,
      RouterSettings settings,
      Traffic traffic,
      Attempts attempts,
      Group asked,
      StandIns standIns,
      Function<StandIns.StandIn, @Nullable Group> open) {
    this.ask = ask;
    this.settings = settings;
    this.traffic = traffic;
    this.attempts = attempts;
    this.asked = asked;
    this.standIns = standIns;
    this.open = open;
    current = asked;
    groups.add(asked);
    // Where all of the time is short, half of it is enough.
    Duration whole = Duration.between(traffic.now(), ask.deadline());
    leastLeft = Durations.min(LEAST_LEFT, whole.dividedBy(2));
  }

  /** The settings in force when the request came. */
  public RouterSettings settings() {
    return settings;
  }

  /** The first step. */
  public Step begin() {
    Deployment target = asked.untried();
    if (target != null) {
      return attempt(asked, target, Duration.ZERO);
    }
    standIns.leave(asked, Kind.OVERLOADED);
    return orGiveUp(elsewhere());
  }

  /** The step after an attempt that failed before the client was told any of its answer. */
  public Step after(Failure failure) {
    UnderWay lost = Objects.requireNonNull(underWay, "no attempt was begun");
    attempts.failed(lost.target(), failure, current == asked, traffic.now());
    lost.failed(failure);
    return orGiveUp(timeFor(Duration.ZERO) ? next(lost.target(), failure.kind()) : null);
  }

  /** The attempt under way broke off after the client had been told a part of its answer. */
  public void broke(Failure failure) {
    if (underWay != null) {
      underWay.broke(failure);
    }
  }

  /** The first content of the attempt under way came, that long after it was begun. */
  public void began(Duration firstContent) {
    if (underWay != null) {
      underWay.began(firstContent);
    }
  }

  /** The attempt under way has ended, well or not, and used that much. */
  public void used(Usage usage) {
    if (underWay != null) {
      underWay.used(usage);
    }
  }

  /** Whether a filtered answer has a model that stands in, so that it may count as a failure. */
  public boolean replacesFiltered() {
    return timeFor(Duration.ZERO) && standIns.replacesFiltered(current);
  }

  /** How many attempts of the same group were made after the first. */
  public int retries() {
    return Math.max(0, current.asked() - 1);
  }

  /** How many models stood in. */
  public int fallbacks() {
    return (int) groups.stream().filter(each -> each != asked && each.asked() > 0).count();
  }

  private @Nullable Step next(Deployment failed, Kind kind) {
    if (kind == Kind.GATEWAY) {
      return null;
    }
    if (kind == Kind.CONTEXT_WINDOW) {
      current.outgrow(failed);
    }
    boolean left = current.retries() < current.budget(kind, failed);
    // Who is refused at once has cost nothing: the others are asked without counting it.
    boolean free =
        switch (kind) {
          case UNSUPPORTED, CONTEXT_WINDOW -> true;
          case AUTHENTICATION, NOT_FOUND -> current.policy(kind) == null;
          default -> false;
        };
    Step again = free || left ? within(free, left) : null;
    if (again != null) {
      return again;
    }
    if (!free && !left) {
      current.close();
    }
    Group before = current;
    standIns.leave(current, kind);
    Step elsewhere = elsewhere();
    return elsewhere == null && left ? paused(before, before.resting(true)) : elsewhere;
  }

  /** Another of the same group at once, else one that failed already after a pause. */
  private @Nullable Step within(boolean free, boolean again) {
    Deployment other = current.untried();
    if (other != null) {
      if (!free) {
        current.retry();
      }
      return attempt(current, other, Duration.ZERO);
    }
    return again ? paused(current, current.tried(traffic.now().plus(LONGEST_PAUSE))) : null;
  }

  /** Asks one again that failed, after a pause; null if that would be too long, or too late. */
  private @Nullable Step paused(Group group, @Nullable Deployment target) {
    if (target == null) {
      return null;
    }
    Duration pause = Backoff.pause(group.retries(), traffic.random());
    pause = Durations.max(pause, Durations.min(settings.retries().atLeast(), LONGEST_PAUSE));
    pause = Durations.max(pause, group.askedRest(target));
    pause = Durations.max(pause, attempts.rest(target, traffic.now()));
    if (pause.compareTo(LONGEST_PAUSE) > 0 || !timeFor(pause)) {
      return null;
    }
    group.retry();
    return attempt(group, target, pause);
  }

  /** A model that stands in; else, of all that were come to, one that is left alone. */
  private @Nullable Step elsewhere() {
    for (StandIns.StandIn next = standIns.next(); next != null; next = standIns.next()) {
      Group group = open.apply(next);
      if (group != null) {
        groups.add(group);
        Deployment target = group.untried();
        if (target != null) {
          return attempt(group, target, Duration.ZERO);
        }
      }
    }
    for (Group group : groups) {
      Deployment target = group.closed() ? null : group.resting(false);
      if (target != null) {
        return attempt(group, target, Duration.ZERO);
      }
    }
    return null;
  }

  private Step attempt(Group group, Deployment target, Duration pause) {
    current = group;
    group.ask();
    attempts.begin(target);
    underWay = UnderWay.begin(target, ask.inputTokens(), settings, traffic);
    return new Step.Attempt(target, pause);
  }

  private boolean timeFor(Duration pause) {
    Duration left = Duration.between(traffic.now(), ask.deadline());
    return left.compareTo(pause.plus(leastLeft)) >= 0;
  }

  private Step orGiveUp(@Nullable Step step) {
    if (step != null) {
      return step;
    }
    Duration rest = null;
    for (Group group : groups) {
      Duration of = group.rest();
      rest = rest == null || (of != null && of.compareTo(rest) < 0) ? of : rest;
    }
    ApiError resting =
        ApiError.of(
            ErrorType.RATE_LIMIT,
            "model "
                + ask.model()
                + ": all of its deployments are at their limits, or their providers asked to be"
                + " left alone for a while");
    return new Step.GiveUp(attempts.error(resting, rest));
  }
}
