package dev.dragoman.admin;

import dev.dragoman.access.Limits;
import dev.dragoman.access.Team;
import dev.dragoman.access.Team.Member;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A team as LiteLLM writes it. */
final class TeamFields {
  private TeamFields() {}

  static Form form(Visit visit) {
    return visit.form().lifting("metadata", "tags", "model_rpm_limit", "model_tpm_limit");
  }

  static Team blank(String id, List<Member> members, Instant now) {
    return new Team(
        id,
        null,
        members,
        List.of(),
        Map.of(),
        Limits.NONE,
        null,
        false,
        List.of(),
        Map.of(),
        now,
        now,
        0);
  }

  /** The team as a form changes it; its members are changed otherwise. */
  static Team read(Form form, Team before, Instant now) {
    return new Team(
        before.id(),
        form.or("team_alias", before.alias(), form::text),
        before.members(),
        form.or("models", before.models(), form::texts),
        form.or("model_aliases", before.aliases(), form::textMap),
        LimitFields.read(form, before.limits()),
        form.or("budget_id", before.budgetId(), form::id),
        form.has("blocked") ? Boolean.TRUE.equals(form.flag("blocked")) : before.blocked(),
        form.or("tags", before.tags(), form::texts),
        form.or("metadata", before.metadata(), form::object),
        before.created(),
        Entries.updated(before, now),
        before.revision() + 1);
  }

  /** The same team, blocked or not, with these members. */
  static Team with(Team team, boolean blocked, List<Member> members, Instant now) {
    return new Team(
        team.id(),
        team.alias(),
        members,
        team.models(),
        team.aliases(),
        team.limits(),
        team.budgetId(),
        blocked,
        team.tags(),
        team.metadata(),
        team.created(),
        Entries.updated(team, now),
        team.revision() + 1);
  }

  static void write(Team team, Shape shape) {
    shape
        .text("team_id", team.id())
        .text("team_alias", team.alias())
        .texts("admins", ids(team, true))
        .texts("members", ids(team, false))
        .objects(
            "members_with_roles",
            team.members(),
            (member, each) ->
                each.text("role", member.admin() ? "admin" : "user")
                    .text("user_id", member.userId()))
        .texts("models", team.models())
        .textMap("model_aliases", team.aliases());
    LimitFields.write(team.limits(), shape);
    shape
        .text("budget_id", team.budgetId())
        .flag("blocked", team.blocked())
        .texts("tags", team.tags())
        .raws("metadata", team.metadata())
        .time("created_at", team.created())
        .time("updated_at", team.updated());
  }

  /** Writes a team with what it has spent. */
  static void write(Team team, Spends spends, Shape shape) {
    write(team, shape);
    Spends.Spent spent = spends.of(team);
    shape.dollars("spend", spent.nanos()).time("budget_reset_at", spent.reset());
  }

  private static List<String> ids(Team team, boolean admins) {
    return team.members().stream()
        .filter(member -> member.admin() == admins)
        .map(Member::userId)
        .toList();
  }
}
