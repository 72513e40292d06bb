package dev.dragoman.admin;

import dev.dragoman.access.Limits;
import dev.dragoman.access.Role;
import dev.dragoman.access.Team;
import dev.dragoman.access.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A user as LiteLLM writes it. */
final class UserFields {
  private UserFields() {}

  static User blank(String id, Instant now) {
    return new User(
        id,
        null,
        null,
        Role.INTERNAL_USER_VIEWER,
        List.of(),
        Limits.NONE,
        null,
        false,
        Map.of(),
        now,
        now,
        0);
  }

  /** The user as a form changes it. */
  static User read(Form form, User before, Instant now) {
    return new User(
        before.id(),
        form.or("user_alias", before.alias(), form::text),
        form.or("user_email", before.email(), form::id),
        role(form, before.role()),
        form.or("models", before.models(), form::texts),
        LimitFields.read(form, before.limits()),
        form.or("budget_id", before.budgetId(), form::id),
        form.has("blocked") ? Boolean.TRUE.equals(form.flag("blocked")) : before.blocked(),
        form.or("metadata", before.metadata(), form::object),
        before.created(),
        Entries.updated(before, now),
        before.revision() + 1);
  }

  private static Role role(Form form, Role before) {
    String json = form.text("user_role");
    if (json == null) {
      return before;
    }
    String roles = Stream.of(Role.values()).map(Role::json).collect(Collectors.joining(", "));
    return Role.of(json).orElseThrow(() -> form.fault("user_role", "must be one of " + roles));
  }

  static void write(User user, Shape shape) {
    shape
        .text("user_id", user.id())
        .text("user_alias", user.alias())
        .text("user_email", user.email())
        .text("user_role", user.role().json())
        .texts("models", user.models());
    LimitFields.write(user.limits(), shape);
    shape
        .text("budget_id", user.budgetId())
        .flag("blocked", user.blocked())
        .raws("metadata", user.metadata())
        .time("created_at", user.created())
        .time("updated_at", user.updated());
  }

  /** Writes a user with what it has spent, and its teams. */
  static void write(User user, List<Team> teams, Spends spends, Shape shape) {
    write(user, shape);
    Spends.Spent spent = spends.of(user);
    shape
        .dollars("spend", spent.nanos())
        .time("budget_reset_at", spent.reset())
        .texts("teams", teams.stream().map(Team::id).toList());
  }
}
