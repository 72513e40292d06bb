package dev.dragoman.routing;

import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Failure.Kind;
import dev.dragoman.routing.RouterSettings.CoolDowns;
import dev.dragoman.routing.SharedHealth.CoolDown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Which deployments are left alone, by what this gateway saw and what others told. Others are told
 * beside the request; what they tell is read with the mappings.
 */
final class Health {
  private static final Logger LOG = System.getLogger("dev.dragoman");

  private final SharedHealth shared;
  private final Tally tally;
  private final StoreFaults faults;
  private final Executor beside;
  private final InstantSource clock;
  private final ConcurrentMap<String, CoolDown> own = new ConcurrentHashMap<>();

  /** Until when a deployment was to rest that answered all the same. */
  private final ConcurrentMap<String, Instant> ended = new ConcurrentHashMap<>();

  /** When a refused key may be complained of again. */
  private final ConcurrentMap<String, Instant> loud = new ConcurrentHashMap<>();

  private volatile Map<String, CoolDown> told = Map.of();

  Health(
      SharedHealth shared, Tally tally, StoreFaults faults, Executor beside, InstantSource clock) {
    this.shared = shared;
    this.tally = tally;
    this.faults = faults;
    this.beside = beside;
    this.clock = clock;
  }

  /** The cool-down of a deployment that is over last; null if it may be asked. */
  @Nullable CoolDown coolDown(Deployment deployment, CoolDowns rules) {
    if (!rules.on() || (own.isEmpty() && told.isEmpty())) {
      return null;
    }
    CoolDown ofAll = coolDown(Terms.healthKey(deployment));
    CoolDown ofModel = coolDown(modelKey(deployment));
    return ofAll == null || (ofModel != null && ofModel.until().isAfter(ofAll.until()))
        ? ofModel
        : ofAll;
  }

  private @Nullable CoolDown coolDown(String key) {
    CoolDown seen = holding(own.get(key));
    CoolDown heard = holding(told.get(key));
    return seen == null || (heard != null && heard.until().isAfter(seen.until())) ? heard : seen;
  }

  private @Nullable CoolDown holding(@Nullable CoolDown one) {
    if (one == null || !one.until().isAfter(clock.instant())) {
      return null;
    }
    Instant until = ended.get(one.deployment());
    return until == null || one.until().isAfter(until) ? one : null;
  }

  /** A deployment failed: counts it where that is its fault, and leaves it alone if that is due. */
  void failed(Deployment deployment, Failure failure, CoolDowns rules) {
    if (!CoolDownRule.counts(failure.kind())) {
      return;
    }
    String key = Terms.healthKey(deployment);
    int ofKind = tally.fail(key, failure.kind());
    tally.want(key);
    Duration rest = CoolDownRule.rest(deployment, failure, rules, tally.now(key), ofKind);
    if (failure.kind() == Kind.AUTHENTICATION) {
      complain(deployment, key, failure, rest != null);
    }
    if (rest != null) {
      boolean ofModel = failure.kind() == Kind.NOT_FOUND;
      boolean asked = CoolDownRule.asked(failure) != null;
      rest(
          new CoolDown(
              ofModel ? modelKey(deployment) : key,
              clock.instant().plus(rest),
              asked,
              deployment + ": " + failure.kind()),
          rest);
    }
    beside.execute(() -> tally.tell(key));
  }

  private void rest(CoolDown next, Duration rest) {
    CoolDown known = coolDown(next.deployment());
    // Many fail at once: only what is notably longer is news.
    Duration notably = Durations.max(Duration.ofSeconds(1), rest.dividedBy(4));
    if (known != null && next.until().isBefore(known.until().plus(notably))) {
      return;
    }
    own.put(next.deployment(), next);
    ended.remove(next.deployment());
    LOG.log(Level.INFO, "left alone until " + next.until() + ": " + next.reason());
    beside.execute(() -> faults.during(() -> shared.tell(next)));
  }

  private void complain(Deployment deployment, String key, Failure failure, boolean rests) {
    Instant now = clock.instant();
    Instant due = loud.get(key);
    if (due != null && now.isBefore(due)) {
      return;
    }
    loud.put(key, now.plus(CoolDownRule.UNAUTHORIZED));
    LOG.log(
        Level.ERROR,
        "deployment "
            + deployment.id()
            + " of model "
            + deployment.modelName()
            + " is refused by "
            + deployment.provider()
            + "/"
            + deployment.upstreamModel()
            + ": "
            + failure.error().message()
            + " - check its key ("
            + Objects.toString(deployment.apiKey(), "none is set")
            + "), what the key may do, and the account's quota; "
            + (rests
                ? "it is tried again in "
                    + CoolDownRule.UNAUTHORIZED.toMinutes()
                    + " minutes, or when its mapping changes"
                : "requests go on being sent to it"));
  }

  /** A deployment that was asked although it was to be left alone has answered. */
  void recovered(Deployment deployment) {
    for (String key : new String[] {Terms.healthKey(deployment), modelKey(deployment)}) {
      CoolDown holding = coolDown(key);
      if (holding != null) {
        ended.put(key, holding.until());
        own.remove(key);
        loud.remove(key);
      }
    }
  }

  /** Tells what is left to tell, and reads what others told; a store that fails changes nothing. */
  void refresh() {
    tally.tellAll();
    tally.beforeReading();
    Instant now = clock.instant();
    own.values().removeIf(one -> !one.until().isAfter(now));
    ended.values().removeIf(until -> !until.isAfter(now));
    loud.values().removeIf(until -> !until.isAfter(now));
    faults.during(() -> {
      SharedHealth.Told all = shared.load(now);
      tally.learn(all.minutes());
      Map<String, CoolDown> latest = new HashMap<>();
      for (CoolDown one : all.coolDowns()) {
        latest.merge(one.deployment(), one, (a, b) -> a.until().isAfter(b.until()) ? a : b);
      }
      told = Map.copyOf(latest);
    });
  }

  /** For what is wrong with one model only of those that a deployment with a wildcard has. */
  private static String modelKey(Deployment deployment) {
    return Terms.healthKey(deployment) + "/" + deployment.model();
  }
}
