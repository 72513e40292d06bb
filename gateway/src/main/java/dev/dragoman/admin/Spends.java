package dev.dragoman.admin;

import dev.dragoman.access.Allowances;
import dev.dragoman.access.Budget;
import dev.dragoman.access.Quota;
import dev.dragoman.access.Team;
import dev.dragoman.access.User;
import dev.dragoman.access.VirtualKey;
import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Accounts.Standing;
import dev.dragoman.ledger.Sums.Amounts;
import dev.dragoman.messages.ApiException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What keys, users and teams have spent: of those with a budget what counts against it in its
 * window, of the others all that the ledger knows of.
 */
record Spends(Office office, Instant now) {
  /**
   * What was spent.
   *
   * @param nanos nano-dollars
   * @param reset when it begins at nothing again; null for never
   */
  record Spent(long nanos, @Nullable Instant reset) {}

  Spent of(VirtualKey key) {
    return spent(quota(key), "key/" + key.id(), key.created());
  }

  Spent of(User user) {
    return spent(quota(user), "user/" + user.id(), user.created());
  }

  Spent of(Team team) {
    return spent(quota(team), "team/" + team.id(), team.created());
  }

  Quota quota(VirtualKey key) {
    return Quota.of(key, budget(key.budgetId()));
  }

  Quota quota(User user) {
    return Quota.of(user, budget(user.budgetId()));
  }

  Quota quota(Team team) {
    return Quota.of(team, budget(team.budgetId()));
  }

  /** A budget; null if there is none with that id. */
  @Nullable Budget budget(@Nullable String id) {
    return id == null ? null : Entries.look(office.directory().budgets(), id).orElse(null);
  }

  /**
   * Readies the account of a key that is about to be written. A budget that is new, or has another
   * window than before, begins at what was spent in its window; {@code spend} is what to begin at
   * instead.
   *
   * @throws ApiException if there is a {@code spend} and no budget to count it against
   */
  void ready(@Nullable VirtualKey before, VirtualKey after, @Nullable Long spend) {
    ready(
        before == null ? null : quota(before),
        quota(after),
        "key/" + after.id(),
        after.created(),
        spend);
  }

  void ready(@Nullable User before, User after, @Nullable Long spend) {
    ready(
        before == null ? null : quota(before),
        quota(after),
        "user/" + after.id(),
        after.created(),
        spend);
  }

  void ready(@Nullable Team before, Team after, @Nullable Long spend) {
    ready(
        before == null ? null : quota(before),
        quota(after),
        "team/" + after.id(),
        after.created(),
        spend);
  }

  private void ready(
      @Nullable Quota before, Quota after, String scope, Instant created, @Nullable Long spend) {
    Account account = Allowances.cost(after, now);
    if (account == null) {
      if (spend != null && spend > 0) {
        throw ApiException.invalid("spend", "counts against a max_budget, and there is none");
      }
      return;
    }
    Account former = before == null ? null : Allowances.cost(before, now);
    if (spend != null) {
      office.accounts().set(account, spend);
    } else if (before != null && (former == null || !former.window().equals(account.window()))) {
      Instant start = account.window().start();
      long known = known(scope, start == null ? created : start);
      if (known > office.accounts().standing(account).used()) {
        office.accounts().set(account, known);
      }
    }
  }

  private Spent spent(Quota quota, String scope, Instant created) {
    Account account = Allowances.cost(quota, now);
    if (account == null) {
      return new Spent(known(scope, created), null);
    }
    Standing standing = office.accounts().standing(account);
    return new Spent(standing.used(), account.window().end());
  }

  /** What the sums have of it since the day of an instant. */
  private long known(String scope, Instant since) {
    LocalDate from = LocalDate.ofInstant(since, ZoneOffset.UTC);
    LocalDate to = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Amounts all =
        office.sums().read(scope, from, to).stream()
            .filter(sum -> sum.by().equals("total"))
            .map(sum -> sum.amounts())
            .reduce(Amounts.ZERO, Amounts::plus);
    return all.cost() + all.gateway();
  }
}
