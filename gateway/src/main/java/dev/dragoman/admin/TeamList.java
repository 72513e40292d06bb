package dev.dragoman.admin;

import dev.dragoman.access.Team;
import dev.dragoman.access.VirtualKey;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows teams. */
final class TeamList {
  static final List<Route> ROUTES =
      List.of(
          Route.get("/team/info", Right.SEE_OWN, TeamList::info),
          Route.get("/team/list", Right.SEE_OWN, TeamList::list),
          Route.get("/v2/team/list", Right.SEE_OWN, TeamList::page),
          Route.get(
              "/team/available",
              Right.SEE_OWN,
              visit -> Answer.array(List.<Team>of(), TeamFields::write)));

  private TeamList() {}

  /** The keys for a team. */
  static List<VirtualKey> keys(Visit visit, String teamId) {
    return Entries.all(
        (after, limit) -> visit.office().directory().keys().ofTeam(teamId, after, limit));
  }

  private static Answer info(Visit visit) {
    visit.knows("team_id");
    Team team = Entries.find(TeamDesk.teams(visit), "team", visit.requiredParameter("team_id"));
    Own own = new Own(visit);
    if (!visit.seesAll() && !own.belongs(team)) {
      throw visit.forbidden("team_id: you do not belong to that team");
    }
    Spends spends = new Spends(visit.office(), visit.now());
    List<VirtualKey> keys = keys(visit, team.id()).stream().filter(own::sees).toList();
    return Answer.object(shape ->
        shape
            .text("team_id", team.id())
            .object("team_info", info -> TeamFields.write(team, spends, info))
            .objects("keys", keys, (key, each) -> KeyFields.write(key, spends, each))
            .objects(
                "team_memberships",
                team.members(),
                (member, each) ->
                    each.text("user_id", member.userId()).text("team_id", team.id())));
  }

  private static Answer list(Visit visit) {
    visit.knows("user_id");
    Spends spends = new Spends(visit.office(), visit.now());
    return Answer.array(all(visit), (team, shape) -> TeamFields.write(team, spends, shape));
  }

  private static Answer page(Visit visit) {
    visit.knows("page", "page_size", "user_id", "team_id", "team_alias", "sort_by", "sort_order");
    String id = visit.parameter("team_id");
    String alias = visit.parameter("team_alias");
    List<Team> all =
        all(visit).stream()
            .filter(team -> id == null || team.id().equals(id))
            .filter(team ->
                alias == null || (team.alias() != null && KeyList.contains(team.alias(), alias)))
            .toList();
    Paged<Team> page = Paged.of(all, visit, "page_size", 10, 100);
    Spends spends = new Spends(visit.office(), visit.now());
    return Answer.object(shape ->
        shape
            .objects("teams", page.entries(), (team, each) -> TeamFields.write(team, spends, each))
            .number("total", (long) page.total())
            .number("page", (long) page.number())
            .number("page_size", (long) page.size())
            .number("total_pages", (long) page.pages()));
  }

  /** The teams of the user that is asked for; else all that the caller may see. */
  private static List<Team> all(Visit visit) {
    @Nullable String asked = visit.parameter("user_id");
    Own own = new Own(visit);
    if (!visit.seesAll() && asked != null && !asked.equals(visit.userId())) {
      throw visit.forbidden("user_id: you see your own teams");
    }
    return Entries.all(TeamDesk.teams(visit)::list).stream()
        .filter(team -> visit.seesAll() || own.belongs(team))
        .filter(team ->
            asked == null
                || team.members().stream().anyMatch(member -> member.userId().equals(asked)))
        .sorted(Comparator.comparing(Team::created).reversed().thenComparing(Team::id))
        .toList();
  }
}
