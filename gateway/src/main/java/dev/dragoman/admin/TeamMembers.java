package dev.dragoman.admin;

import dev.dragoman.access.Directory;
import dev.dragoman.access.Team;
import dev.dragoman.access.Team.Member;
import dev.dragoman.access.User;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who belongs to a team. Admins of a team change that themselves. */
final class TeamMembers {
  static final List<Route> ROUTES =
      List.of(
          Route.post("/team/member_add", Right.CHANGE_OWN, TeamMembers::add),
          Route.post("/team/member_delete", Right.CHANGE_OWN, TeamMembers::delete));

  private TeamMembers() {}

  /** The members in a field, each named by id or by email. */
  static List<Member> read(Visit visit, Form form, String field) {
    Map<String, Member> members = new LinkedHashMap<>();
    for (Form each : form.forms(field)) {
      String id = userId(visit, each);
      members.put(id, new Member(id, isAdmin(each, "role")));
      each.done();
    }
    return List.copyOf(members.values());
  }

  /** Whether a role in a team is {@code admin} and not {@code user}, which it is if not said. */
  static boolean isAdmin(Form form, String field) {
    String role = form.text(field);
    return switch (role == null ? "user" : role) {
      case "admin" -> true;
      case "user" -> false;
      default -> throw form.fault(field, "must be admin or user");
    };
  }

  private static String userId(Visit visit, Form form) {
    String id = form.id("user_id");
    String email = form.id("user_email");
    if (id != null) {
      return id;
    }
    if (email == null) {
      throw form.fault("user_id", "or user_email is required");
    }
    return UserList.byEmail(visit, email)
        .map(User::id)
        .orElseThrow(() -> Entries.missing("user", "with the email " + email));
  }

  private static Answer add(Visit visit) {
    Form form = visit.form();
    String team = form.requiredId("team_id");
    List<Member> members = read(visit, form, "member");
    form.done();
    if (members.isEmpty()) {
      throw form.fault("member", "is required");
    }
    requireKeeper(visit, team);
    Team after = add(visit, team, members);
    Directory directory = visit.office().directory();
    List<User> users = new ArrayList<>();
    members.forEach(each -> Entries.look(directory.users(), each.userId()).ifPresent(users::add));
    Spends spends = new Spends(visit.office(), visit.now());
    return Answer.object(shape -> {
      TeamFields.write(after, spends, shape);
      shape
          .objects("updated_users", users, UserFields::write)
          .objects(
              "updated_team_memberships",
              members,
              (member, each) -> each.text("user_id", member.userId()).text("team_id", team));
    });
  }

  /** Adds members; one that is there gets the new role. */
  static Team add(Visit visit, String teamId, List<Member> members) {
    return change(
        visit,
        teamId,
        before -> {
          Map<String, Member> all = new LinkedHashMap<>();
          before.forEach(member -> all.put(member.userId(), member));
          members.forEach(member -> all.put(member.userId(), member));
          return List.copyOf(all.values());
        });
  }

  private static Answer delete(Visit visit) {
    Form form = visit.form();
    String team = form.requiredId("team_id");
    String user = userId(visit, form);
    form.done();
    requireKeeper(visit, team);
    boolean there =
        Entries.find(TeamDesk.teams(visit), "team", team).members().stream()
            .anyMatch(member -> member.userId().equals(user));
    if (!there) {
      throw Entries.missing("member", user + " of team " + team);
    }
    return TeamDesk.shown(visit, remove(visit, team, user));
  }

  /** Takes a user out of a team; the user's keys for the team go with it. */
  static Team remove(Visit visit, String teamId, String userId) {
    UserList.keys(visit, userId).stream()
        .filter(key -> teamId.equals(key.teamId()))
        .forEach(key -> KeyDesk.remove(visit, key));
    return change(
        visit,
        teamId,
        members -> members.stream().filter(each -> !each.userId().equals(userId)).toList());
  }

  /** What members become. */
  @FunctionalInterface
  private interface Edit {
    List<Member> of(List<Member> members);
  }

  private static Team change(Visit visit, String teamId, Edit edit) {
    Entries.Change<Team> change =
        Entries.change(
            TeamDesk.teams(visit),
            "team",
            teamId,
            team -> TeamFields.with(team, team.blocked(), edit.of(team.members()), visit.now()));
    visit.changed("updated", "team", teamId, change.before(), change.after(), TeamFields::write);
    return change.after();
  }

  private static void requireKeeper(Visit visit, String teamId) {
    @Nullable Team team = Entries.look(TeamDesk.teams(visit), teamId).orElse(null);
    if (!visit.changesAll() && (team == null || !new Own(visit).keeps(team))) {
      throw visit.forbidden("team_id: you are no admin of that team");
    }
  }
}
