package dev.dragoman.access;

import dev.dragoman.access.Limits.ModelLimits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys, users and teams with little to say. */
final class People {
  static final Instant THEN = Instant.parse("2026-11-01T00:00:00Z");

  private People() {}

  static VirtualKey key(String secret) {
    return new VirtualKey(
        Digest.hex(Digest.of(secret)),
        "sk-..." + secret.substring(secret.length() - 4),
        null,
        null,
        null,
        List.of(),
        Map.of(),
        Limits.NONE,
        null,
        null,
        false,
        List.of(),
        Map.of(),
        Map.of(),
        "master",
        THEN,
        THEN,
        1);
  }

  static VirtualKey of(VirtualKey key, @Nullable String user, @Nullable String team) {
    return copy(key, user, team, key.models(), key.aliases(), key.limits(), key.budgetId(), null);
  }

  static VirtualKey with(VirtualKey key, List<String> models, Map<String, String> aliases) {
    return copy(
        key, key.userId(), key.teamId(), models, aliases, key.limits(), key.budgetId(), null);
  }

  static VirtualKey with(VirtualKey key, Limits limits, @Nullable String budgetId) {
    return copy(
        key, key.userId(), key.teamId(), key.models(), key.aliases(), limits, budgetId, null);
  }

  static VirtualKey until(VirtualKey key, Instant expires) {
    return copy(
        key,
        key.userId(),
        key.teamId(),
        key.models(),
        key.aliases(),
        key.limits(),
        key.budgetId(),
        expires);
  }

  static VirtualKey blocked(VirtualKey key) {
    return new VirtualKey(
        key.id(),
        key.name(),
        key.alias(),
        key.userId(),
        key.teamId(),
        key.models(),
        key.aliases(),
        key.limits(),
        key.budgetId(),
        key.expires(),
        true,
        key.tags(),
        key.metadata(),
        key.permissions(),
        key.createdBy(),
        key.created(),
        key.updated().plusMillis(1),
        key.revision() + 1);
  }

  private static VirtualKey copy(
      VirtualKey key,
      @Nullable String user,
      @Nullable String team,
      List<String> models,
      Map<String, String> aliases,
      Limits limits,
      @Nullable String budgetId,
      @Nullable Instant expires) {
    return new VirtualKey(
        key.id(),
        key.name(),
        key.alias(),
        user,
        team,
        models,
        aliases,
        limits,
        budgetId,
        expires,
        key.blocked(),
        key.tags(),
        key.metadata(),
        key.permissions(),
        key.createdBy(),
        key.created(),
        key.updated(),
        key.revision());
  }

  static User user(String id, Role role, List<String> models, Limits limits, boolean blocked) {
    return new User(id, null, null, role, models, limits, null, blocked, Map.of(), THEN, THEN, 1);
  }

  static User user(String id) {
    return user(id, Role.INTERNAL_USER, List.of(), Limits.NONE, false);
  }

  static Team team(
      String id, List<String> models, Map<String, String> aliases, Limits limits, boolean blocked) {
    return new Team(
        id, null, List.of(), models, aliases, limits, null, blocked, List.of(), Map.of(), THEN,
        THEN, 1);
  }

  static Team team(String id) {
    return team(id, List.of(), Map.of(), Limits.NONE, false);
  }

  static Budget budget(String id, Limits limits, Instant updated) {
    return new Budget(id, limits, THEN, updated, 1);
  }

  /** A budget of so many nano-dollars a month. */
  static Limits monthly(long nanos) {
    return new Limits(nanos, "30d", null, null, null, null, Map.of(), null);
  }

  static Limits session(long nanos) {
    return new Limits(null, null, null, null, null, null, Map.of(), nanos);
  }

  static Limits models(Map<String, ModelLimits> models) {
    return new Limits(null, null, null, null, null, null, models, null);
  }

  static Caller caller(VirtualKey key, @Nullable User user, @Nullable Team team) {
    return new Caller(key.id(), key, user, team, user == null ? Role.INTERNAL_USER : user.role());
  }
}
