package dev.dragoman.admin;

import dev.dragoman.access.Directory.Shelf;
import dev.dragoman.access.Team;
import dev.dragoman.access.Team.Member;
import dev.dragoman.messages.ApiException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes and changes teams.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/team_budgets">Teams, LiteLLM</a>
 */
final class TeamDesk {
  static final List<Route> ROUTES =
      List.of(
          Route.post("/team/new", Right.CHANGE_ALL, TeamDesk::make),
          Route.post("/team/update", Right.CHANGE_ALL, TeamDesk::update),
          Route.post("/team/delete", Right.CHANGE_ALL, TeamDesk::delete),
          Route.post("/team/block", Right.CHANGE_ALL, visit -> block(visit, true)),
          Route.post("/team/unblock", Right.CHANGE_ALL, visit -> block(visit, false)));

  private TeamDesk() {}

  static Shelf<Team> teams(Visit visit) {
    return visit.office().directory().teams();
  }

  private static Answer make(Visit visit) {
    Form form = TeamFields.form(visit);
    String asked = form.id("team_id");
    String id = asked == null ? Ids.next(visit.office().random()) : asked;
    List<Member> members = new ArrayList<>(TeamMembers.read(visit, form, "members_with_roles"));
    String maker = visit.userId();
    if (maker != null && members.stream().noneMatch(each -> each.userId().equals(maker))) {
      members.add(new Member(maker, true));
    }
    Team team = TeamFields.read(form, TeamFields.blank(id, members, visit.now()), visit.now());
    Long spend = form.dollars("spend");
    form.done();
    requireBudget(visit, team);
    if (Entries.look(teams(visit), id).isPresent()) {
      throw Entries.taken("team " + id + " is there already");
    }
    new Spends(visit.office(), visit.now()).ready(null, team, spend);
    if (!teams(visit).put(team)) {
      throw Entries.taken("team " + id + " is there already");
    }
    visit.changed("created", "team", id, null, team, TeamFields::write);
    return shown(visit, team);
  }

  private static Answer update(Visit visit) {
    Form form = TeamFields.form(visit);
    Team named = Entries.find(teams(visit), "team", form.requiredId("team_id"));
    Long spend = form.dollars("spend");
    TeamFields.read(form, named, visit.now());
    form.done();
    Spends spends = new Spends(visit.office(), visit.now());
    Entries.Change<Team> change =
        Entries.change(
            teams(visit),
            "team",
            named.id(),
            before -> {
              Team after = TeamFields.read(form, before, visit.now());
              requireBudget(visit, after);
              spends.ready(before, after, spend);
              return after;
            });
    Team team = change.after();
    visit.changed("updated", "team", team.id(), change.before(), team, TeamFields::write);
    return Answer.object(shape ->
        shape
            .text("team_id", team.id())
            .object("data", data -> TeamFields.write(team, spends, data)));
  }

  private static Answer block(Visit visit, boolean blocked) {
    Form form = visit.form();
    String id = form.requiredId("team_id");
    form.done();
    Entries.Change<Team> change =
        Entries.change(
            teams(visit),
            "team",
            id,
            team -> TeamFields.with(team, blocked, team.members(), visit.now()));
    visit.changed(
        blocked ? "blocked" : "unblocked",
        "team",
        id,
        change.before(),
        change.after(),
        TeamFields::write);
    return shown(visit, change.after());
  }

  /** Teams and their keys. */
  private static Answer delete(Visit visit) {
    Form form = visit.form();
    List<String> ids = form.texts("team_ids").stream().distinct().toList();
    form.done();
    if (ids.isEmpty()) {
      throw form.fault("team_ids", "is required");
    }
    List<Team> gone = ids.stream().map(id -> Entries.find(teams(visit), "team", id)).toList();
    for (Team team : gone) {
      TeamList.keys(visit, team.id()).forEach(key -> KeyDesk.remove(visit, key));
      if (teams(visit).remove(team.id())) {
        visit.changed("deleted", "team", team.id(), team, null, TeamFields::write);
      }
    }
    return Answer.json(out -> out.writeNumber(gone.size()));
  }

  static Answer shown(Visit visit, Team team) {
    Spends spends = new Spends(visit.office(), visit.now());
    return Answer.object(shape -> TeamFields.write(team, spends, shape));
  }

  private static void requireBudget(Visit visit, Team team) {
    if (team.budgetId() != null
        && new Spends(visit.office(), visit.now()).budget(team.budgetId()) == null) {
      throw ApiException.invalid("budget_id", "there is no budget " + team.budgetId());
    }
  }
}
