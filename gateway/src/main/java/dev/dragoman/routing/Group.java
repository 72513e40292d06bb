package dev.dragoman.routing;

import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Failure.Kind;
import dev.dragoman.routing.RouterSettings.CoolDowns;
import dev.dragoman.routing.RouterSettings.Retries;
import dev.dragoman.routing.SharedHealth.CoolDown;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The deployments of one model as one request sees them. */
final class Group {
  private final String name;
  private final List<Deployment> members;
  private final Ask ask;
  private final RouterSettings settings;
  private final Traffic traffic;
  private final Attempts attempts;

  /** Models of this group that were found to be too small for the request. */
  private final Set<String> outgrown = new HashSet<>();

  private int asked;
  private int retries;
  private boolean closed;

  /**
   * A group.
   *
   * @param name as the client or the settings name it
   * @param members at least one
   * @param attempts those of the whole request
   */
  Group(
      String name,
      List<Deployment> members,
      Ask ask,
      RouterSettings settings,
      Traffic traffic,
      Attempts attempts) {
    this.name = name;
    this.members = members;
    this.ask = ask;
    this.settings = settings;
    this.traffic = traffic;
    this.attempts = attempts;
  }

  String name() {
    return name;
  }

  /** The model's name, where {@link #name} is an alias of it. */
  String model() {
    return members.getFirst().modelName();
  }

  /** One that may be asked now and was not in this request; null if there is none. */
  @Nullable Deployment untried() {
    return open(each -> !attempts.tried(each));
  }

  /** One that may be asked now, or soon, although it failed in this request; null for none. */
  @Nullable Deployment tried(Instant soon) {
    return open(each -> attempts.tried(each) && !attempts.notBefore(each).isAfter(soon));
  }

  private @Nullable Deployment open(Predicate<Deployment> condition) {
    CoolDowns rules = settings.coolDowns();
    List<Deployment> well =
        members.stream()
            .filter(each -> able(each) && condition.test(each))
            .filter(each -> traffic.health().coolDown(each, rules) == null)
            .toList();
    List<Deployment> open = well.stream().filter(this::withinLimits).toList();
    if (open.isEmpty() && !settings.balance().limitsRefuse()) {
      open = well;
    }
    if (open.size() > 1) {
      double lowest = open.stream().mapToDouble(Terms::order).min().orElse(0);
      open = open.stream().filter(each -> Terms.order(each) == lowest).toList();
    }
    return open.isEmpty() ? null : traffic.choice().of(open, ask, settings.balance());
  }

  /** Whether it might take the request, as far as was seen. */
  private boolean able(Deployment deployment) {
    return !attempts.barred(deployment) && !outgrown.contains(deployment.baseModel());
  }

  /** A deployment's model is too small for the request, and so are all others of that model. */
  void outgrow(Deployment deployment) {
    outgrown.add(deployment.baseModel());
  }

  /**
   * One that is left alone and shall be asked all the same, since nobody else is left: the one that
   * is back soonest. Null if the provider asked that each be left alone, or there is none.
   */
  @Nullable Deployment resting(boolean tried) {
    record Resting(Deployment deployment, CoolDown coolDown) {}
    return members.stream()
        .filter(each -> attempts.tried(each) == tried && able(each))
        .filter(each -> !settings.balance().limitsRefuse() || withinLimits(each))
        .map(each -> {
          CoolDown one = traffic.health().coolDown(each, settings.coolDowns());
          return one == null ? null : new Resting(each, one);
        })
        .filter(each -> each != null && (tried || !each.coolDown().asked()))
        .min(Comparator.comparing((Resting each) -> each.coolDown().until()))
        .map(Resting::deployment)
        .orElse(null);
  }

  /** How long a provider asked that a deployment be left alone; zero if it did not. */
  Duration askedRest(Deployment deployment) {
    CoolDown one = traffic.health().coolDown(deployment, settings.coolDowns());
    return one == null || !one.asked()
        ? Duration.ZERO
        : Duration.between(traffic.now(), one.until());
  }

  /** The soonest that one may be asked, zero for now; null if none would take the request. */
  @Nullable Duration rest() {
    Instant now = traffic.now();
    return members.stream()
        .filter(this::able)
        .map(each -> {
          Duration rest = Durations.max(askedRest(each), attempts.rest(each, now));
          return settings.balance().limitsRefuse() && !withinLimits(each)
              ? Durations.max(rest, restOfMinute(now))
              : rest;
        })
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static Duration restOfMinute(Instant now) {
    return Duration.ofMillis(60_000 - Math.floorMod(now.toEpochMilli(), 60_000L));
  }

  /** More tokens than a minute has are still asked for once: the provider shall judge. */
  private boolean withinLimits(Deployment deployment) {
    Long requests = Terms.requestsPerMinute(deployment);
    Long tokens = Terms.tokensPerMinute(deployment);
    if (requests == null && tokens == null) {
      return true;
    }
    Counts now = traffic.tally().now(Terms.healthKey(deployment));
    return (requests == null || now.requests() < requests)
        && (tokens == null || now.tokens() <= 0 || now.tokens() + ask.inputTokens() <= tokens);
  }

  /**
   * How often the request may be tried again in this group after such a failure: never if it says
   * so itself; else as a policy has it, as the request says, the deployment, the settings, in this
   * order. What would be refused again is not tried again unless a policy says so.
   */
  int budget(Kind kind, Deployment deployment) {
    Integer wanted = ask.retries();
    Integer ofPolicy = policy(kind);
    if (ofPolicy != null) {
      return wanted != null && wanted == 0 ? 0 : ofPolicy;
    }
    return switch (kind) {
      case CONTEXT_WINDOW, CONTENT_POLICY, BAD_REQUEST, UNSUPPORTED, GATEWAY -> 0;
      default -> {
        Integer own = Terms.retries(deployment);
        yield wanted != null ? wanted : own != null ? own : settings.retries().times();
      }
    };
  }

  /** What the policy for this group says of such a failure; null for nothing. */
  @Nullable Integer policy(Kind kind) {
    Retries retries = settings.retries();
    Map<Kind, Integer> policy = retries.byGroup().get(name);
    policy = policy == null ? retries.byGroup().get(model()) : policy;
    return (policy == null ? retries.policy() : policy).get(kind);
  }

  /** One of this group is asked. */
  void ask() {
    asked++;
  }

  /** How many of its deployments were asked, one asked twice counted twice. */
  int asked() {
    return asked;
  }

  /** One more retry of those that {@link #budget} grants. */
  void retry() {
    retries++;
  }

  int retries() {
    return retries;
  }

  /** Nobody of this group is asked any more in this request. */
  void close() {
    closed = true;
  }

  boolean closed() {
    return closed;
  }
}
