package dev.dragoman.admin;

import dev.dragoman.access.Limits;
import dev.dragoman.access.Limits.ModelLimits;
import dev.dragoman.access.Quota;
import dev.dragoman.access.Team;
import dev.dragoman.access.VirtualKey;
import dev.dragoman.messages.ApiException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may do who is no admin: see and change keys of its own, and those of teams it is an
 * admin of, and never give a key more than it has itself.
 */
record Own(Visit visit) {
  private static final ModelLimits NONE = new ModelLimits(null, null, null, null);

  /** Whether the caller may see a key. */
  boolean sees(VirtualKey key) {
    return visit.seesAll() || has(key);
  }

  /** Whether a key is the caller's own, or its team's to keep. */
  boolean has(VirtualKey key) {
    String user = visit.userId();
    return key.id().equals(visit.caller().keyHash())
        || (user != null && user.equals(key.userId()))
        || (key.teamId() != null && keeps(key.teamId()));
  }

  /** Whether the caller is an admin of a team. */
  boolean keeps(String teamId) {
    return Entries.look(visit.office().directory().teams(), teamId).filter(this::keeps).isPresent();
  }

  /** Whether the caller is an admin of a team. */
  boolean keeps(Team team) {
    return team.members().stream()
        .anyMatch(member -> member.admin() && member.userId().equals(visit.userId()));
  }

  /** Whether the caller belongs to a team. */
  boolean belongs(Team team) {
    String user = visit.userId();
    VirtualKey key = visit.caller().key();
    return (key != null && team.id().equals(key.teamId()))
        || (user != null && team.members().stream().anyMatch(each -> each.userId().equals(user)));
  }

  /**
   * @throws ApiException {@code permission_error} if the caller may not change the key
   */
  void requireChange(VirtualKey key) {
    if (!visit.changesAll() && !has(key)) {
      throw visit.forbidden("key " + key.name() + " is not yours");
    }
  }

  /**
   * A key that the caller is about to make: where it says nothing, it has what the caller's key
   * has.
   *
   * @throws ApiException {@code permission_error} if it says more
   */
  VirtualKey making(VirtualKey asked) {
    VirtualKey own = visit.caller().key();
    if (visit.changesAll() || own == null) {
      return asked;
    }
    String user = visit.userId();
    if (user == null) {
      throw visit.forbidden("a key that belongs to no user can make no keys");
    }
    Spends spends = new Spends(visit.office(), visit.now());
    Limits limits = spends.quota(own).limits();
    VirtualKey made =
        new VirtualKey(
            asked.id(),
            asked.name(),
            asked.alias(),
            asked.userId() == null ? user : asked.userId(),
            asked.teamId() == null ? own.teamId() : asked.teamId(),
            asked.models().isEmpty() ? own.models() : asked.models(),
            asked.aliases(),
            asked.limits().or(limits),
            asked.budgetId(),
            asked.expires() == null ? own.expires() : asked.expires(),
            asked.blocked(),
            asked.tags(),
            asked.metadata(),
            asked.permissions(),
            asked.createdBy(),
            asked.created(),
            asked.updated(),
            asked.revision());
    requireMine(made, own);
    requireWithin(made.limits(), limits, "your key's");
    requireNotLater(made.expires(), own.expires());
    if (made.budgetId() != null) {
      throw visit.forbidden("budget_id: only an admin gives keys a budget by name");
    }
    return made;
  }

  /**
   * Lets a change of a key pass that gives it no more than it had.
   *
   * @throws ApiException {@code permission_error}
   */
  void requireNarrower(VirtualKey before, VirtualKey after) {
    VirtualKey own = visit.caller().key();
    if (visit.changesAll() || own == null) {
      return;
    }
    requireMine(after, before);
    if (!Objects.equals(before.budgetId(), after.budgetId())) {
      throw visit.forbidden("budget_id: only an admin changes the budget of a key");
    }
    if (before.blocked() && !after.blocked()) {
      throw visit.forbidden("blocked: only an admin unblocks a key");
    }
    if (!before.models().isEmpty()
        && (after.models().isEmpty() || !before.models().containsAll(after.models()))) {
      throw visit.forbidden("models: only an admin gives a key more models");
    }
    Limits limits = new Spends(visit.office(), visit.now()).quota(before).limits();
    requireWithin(after.limits().or(limits), limits, "the key's");
    requireNotLater(after.expires(), before.expires());
  }

  /** The caller's user, a team of the caller's, and models that the caller may ask for. */
  private void requireMine(VirtualKey key, VirtualKey before) {
    boolean sameUser = Objects.equals(key.userId(), before.userId());
    boolean sameTeam = Objects.equals(key.teamId(), before.teamId());
    boolean keeps = key.teamId() != null && keeps(key.teamId());
    if (!Objects.equals(key.userId(), visit.userId()) && !(sameUser || keeps)) {
      throw visit.forbidden("user_id: only an admin makes keys for others");
    }
    if (!sameTeam && (key.teamId() == null || !belongsTo(key.teamId()))) {
      throw visit.forbidden("team_id: you do not belong to that team");
    }
    for (String model : key.models()) {
      if (!before.models().contains(model) && !visit.caller().mayUse(model)) {
        throw visit.forbidden("models: you may not use " + model + " yourself");
      }
    }
    if (visit.caller().user() != null) {
      Quota user = new Spends(visit.office(), visit.now()).quota(visit.caller().user());
      requireWithin(key.limits().or(user.limits()), user.limits(), "your");
    }
  }

  private boolean belongsTo(String teamId) {
    return Entries.look(visit.office().directory().teams(), teamId)
        .filter(this::belongs)
        .isPresent();
  }

  private void requireWithin(Limits asked, Limits bound, String whose) {
    require("max_budget", asked.maxBudget(), bound.maxBudget(), whose);
    if (bound.maxBudget() != null
        && !Objects.equals(asked.budgetDuration(), bound.budgetDuration())
        && !whose.equals("your")) {
      throw visit.forbidden("budget_duration: only an admin gives a budget another window");
    }
    require("rpm_limit", asked.rpm(), bound.rpm(), whose);
    require("tpm_limit", asked.tpm(), bound.tpm(), whose);
    require("max_parallel_requests", asked.parallel(), bound.parallel(), whose);
    require("max_budget_per_session", asked.sessionBudget(), bound.sessionBudget(), whose);
    bound
        .models()
        .forEach((model, limit) -> {
          ModelLimits each = asked.models().getOrDefault(model, NONE);
          require("model_max_budget." + model, each.maxBudget(), limit.maxBudget(), whose);
          require("model_rpm_limit." + model, each.rpm(), limit.rpm(), whose);
          require("model_tpm_limit." + model, each.tpm(), limit.tpm(), whose);
          if (limit.maxBudget() != null
              && !Objects.equals(each.budgetDuration(), limit.budgetDuration())) {
            throw visit.forbidden(
                "model_max_budget." + model + ": only an admin gives a budget another window");
          }
        });
  }

  private void require(String field, @Nullable Long asked, @Nullable Long bound, String whose) {
    if (bound != null && (asked == null || asked > bound)) {
      throw visit.forbidden(field + ": only an admin gives more than " + whose + " own limit");
    }
  }

  private void requireNotLater(@Nullable Instant asked, @Nullable Instant bound) {
    if (bound != null && (asked == null || asked.isAfter(bound))) {
      throw visit.forbidden("duration: only an admin lets a key live past " + bound);
    }
  }
}
