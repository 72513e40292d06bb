package dev.dragoman.access;

import dev.dragoman.access.Limits.ModelLimits;
import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.Window;
import dev.dragoman.ledger.Windows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The accounts that a request counts in. */
public final class Allowances {
  /**
   * The limit of an account that is kept for its soft budget alone: more than anybody spends, and
   * small enough to be added to.
   */
  public static final long UNLIMITED = Long.MAX_VALUE / 4;

  private final Instant now;
  private final List<Account> accounts = new ArrayList<>();

  private Allowances(Instant now) {
    this.now = now;
  }

  /**
   * All accounts of a request, those first that fewest others draw from; empty if nothing limits
   * it. The holder of the master key is limited by what limits the whole gateway.
   *
   * <p>Caps of a session all count the same requests, those of this key in this session, so there
   * is one account for the lowest. Its id holds the key's hash: whoever sends another's session id
   * opens an account of his own.
   *
   * @param model the model's own name, by which its limits are set: not one that stands for it,
   *     else each of its names would have limits of its own
   * @param session the client's; null or blank for none
   * @throws IllegalArgumentException if a {@code budget_duration} is none
   */
  public static List<Account> of(
      Caller caller, String model, @Nullable String session, Policy policy, Instant now) {
    Long cap = sessionCap(caller, session, policy);
    if (caller.quotas().isEmpty() && cap == null && policy.maxBudget() == null) {
      return List.of();
    }
    Allowances all = new Allowances(now);
    long revision = policy.revision();
    for (Quota quota : caller.quotas()) {
      all.add(quota);
      all.add(quota, model);
      revision += quota.revision();
    }
    if (cap != null && session != null) {
      all.add(
          AccountName.of("session", caller.keyHash(), session, "cost"),
          "session " + session + " of " + caller.name(),
          Measure.COST,
          Window.ALWAYS,
          cap,
          revision);
    }
    if (policy.maxBudget() != null) {
      all.accounts.add(whole(policy, policy.maxBudget(), now));
    }
    return List.copyOf(all.accounts);
  }

  /** The account of what a key, user or team spends; null if that is not limited. */
  public static @Nullable Account cost(Quota quota, Instant now) {
    Limits limits = quota.limits();
    if (limits.maxBudget() == null && limits.softBudget() == null) {
      return null;
    }
    return new Account(
        quota.scope() + "/cost",
        quota.owner(),
        Measure.COST,
        Windows.at(limits.budgetDuration(), now),
        limits.maxBudget() == null ? UNLIMITED : limits.maxBudget(),
        quota.revision());
  }

  /** The account of what the whole gateway spends; null if that is not limited. */
  public static @Nullable Account cost(Policy policy, Instant now) {
    Long limit = policy.maxBudget();
    return limit == null ? null : whole(policy, limit, now);
  }

  private static Account whole(Policy policy, long limit, Instant now) {
    Window window = Windows.at(policy.budgetDuration(), now);
    return new Account(
        "all/cost", "the whole gateway", Measure.COST, window, limit, policy.revision());
  }

  private void add(Quota quota) {
    Limits limits = quota.limits();
    Account cost = cost(quota, now);
    if (cost != null) {
      accounts.add(cost);
    }
    addRates(quota, quota.scope(), quota.owner(), limits.rpm(), limits.tpm());
    if (limits.parallel() != null) {
      add(
          quota.scope() + "/parallel",
          quota.owner(),
          Measure.PARALLEL,
          Window.ALWAYS,
          limits.parallel(),
          quota.revision());
    }
  }

  /** Its limits of a model. All models of a wildcard have one account together. */
  private void add(Quota quota, String model) {
    String entry = governing(quota.limits().models(), model);
    ModelLimits limits = entry == null ? null : quota.limits().models().get(entry);
    if (entry == null || limits == null) {
      return;
    }
    String scope = quota.scope() + "/" + AccountName.of("model", entry);
    String owner = quota.owner() + " for " + entry;
    if (limits.maxBudget() != null) {
      Window window = Windows.at(limits.budgetDuration(), now);
      add(scope + "/cost", owner, Measure.COST, window, limits.maxBudget(), quota.revision());
    }
    addRates(quota, scope, owner, limits.rpm(), limits.tpm());
  }

  private void addRates(
      Quota quota, String scope, String owner, @Nullable Long rpm, @Nullable Long tpm) {
    long revision = quota.revision();
    if (rpm != null) {
      add(scope + "/requests", owner, Measure.REQUESTS, Windows.minute(now), rpm, revision);
    }
    if (tpm != null) {
      add(scope + "/tokens", owner, Measure.TOKENS, Windows.minute(now), tpm, revision);
    }
  }

  private void add(
      String id, String owner, Measure measure, Window window, long limit, long revision) {
    accounts.add(new Account(id, owner, measure, window, limit, revision));
  }

  /**
   * The entry that limits a model, as LiteLLM finds it: its name, its name without the provider
   * before it, else the most specific wildcard; null if none does.
   */
  private static @Nullable String governing(Map<String, ModelLimits> models, String model) {
    if (models.isEmpty()) {
      return null;
    }
    String bare = model.substring(model.lastIndexOf('/') + 1);
    if (models.containsKey(model)) {
      return model;
    }
    if (models.containsKey(bare)) {
      return bare;
    }
    return models.keySet().stream()
        .filter(Glob::isOne)
        .filter(pattern -> Glob.matches(pattern, model) || Glob.matches(pattern, bare))
        .max(Glob.BY_PRECISION)
        .orElse(null);
  }

  private static @Nullable Long sessionCap(Caller caller, @Nullable String session, Policy policy) {
    if (session == null || session.isBlank() || caller.isMaster()) {
      return null;
    }
    Long lowest = policy.sessionBudget();
    for (Quota quota : caller.quotas()) {
      Long cap = quota.limits().sessionBudget();
      if (cap != null && (lowest == null || cap < lowest)) {
        lowest = cap;
      }
    }
    return lowest;
  }
}
