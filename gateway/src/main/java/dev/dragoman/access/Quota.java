package dev.dragoman.access;

import org.jspecify.annotations.Nullable;

/**
 * Limits in force, and whose they are.
 *
 * @param scope the beginning of the ids of its accounts: {@code key/HASH}, {@code user/ID}, {@code
 *     team/ID}
 * @param owner for a person to read: {@code key sk-...abcd}, {@code user bob}, {@code team red}
 * @param limits its own, and those of its budget where it has none of its own
 * @param revision grows with every change of what sets the limits: the milliseconds of the latest.
 *     A count of changes would not do, since an entry can change to a budget that changed less.
 */
public record Quota(String scope, String owner, Limits limits, long revision) {
  /** What a key may use. */
  public static Quota of(VirtualKey key, @Nullable Budget budget) {
    return of(AccountName.of("key", key.id()), owner(key), key.limits(), key, budget);
  }

  /** What all keys of a user may use together. */
  public static Quota of(User user, @Nullable Budget budget) {
    return of(AccountName.of("user", user.id()), owner(user), user.limits(), user, budget);
  }

  /** What all keys of a team may use together. */
  public static Quota of(Team team, @Nullable Budget budget) {
    return of(AccountName.of("team", team.id()), owner(team), team.limits(), team, budget);
  }

  private static Quota of(
      String scope, String owner, Limits limits, Entry entry, @Nullable Budget budget) {
    long changed = entry.updated().toEpochMilli();
    return budget == null
        ? new Quota(scope, owner, limits, changed)
        : new Quota(
            scope,
            owner,
            limits.or(budget.limits()),
            Math.max(changed, budget.updated().toEpochMilli()));
  }

  static String owner(VirtualKey key) {
    return "key " + key.name();
  }

  static String owner(User user) {
    return "user " + (user.alias() == null ? user.id() : user.alias());
  }

  static String owner(Team team) {
    return "team " + (team.alias() == null ? team.id() : team.alias());
  }

  /** Whether there is any limit in it. */
  boolean isOne() {
    return !limits.equals(Limits.NONE);
  }
}
