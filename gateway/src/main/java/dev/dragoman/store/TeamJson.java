package dev.dragoman.store;

import dev.dragoman.access.Team;
import dev.dragoman.json.Json;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The stored form of a team. */
final class TeamJson {
  private static final int VERSION = 1;

  private TeamJson() {}

  static String write(Team team) {
    return Json.text(out -> {
      out.writeStartObject();
      Document.writeVersion(out, VERSION);
      Document.write(out, "id", team.id());
      Document.write(out, "alias", team.alias());
      writeMembers(out, team.members());
      Document.write(out, "models", team.models());
      Document.writeTexts(out, "aliases", team.aliases());
      LimitsJson.write(out, team.limits());
      Document.write(out, "budget", team.budgetId());
      Document.write(out, "blocked", team.blocked());
      Document.write(out, "tags", team.tags());
      Document.write(out, "metadata", team.metadata());
      Document.write(out, "created", team.created());
      Document.write(out, "updated", team.updated());
      Document.write(out, "revision", team.revision());
      out.writeEndObject();
    });
  }

  static Team read(String json) {
    Document document = Document.read("team", VERSION, json);
    return new Team(
        document.required("id", document.text("id")),
        document.text("alias"),
        members(document),
        document.texts("models"),
        document.textsByName("aliases"),
        LimitsJson.read(document),
        document.text("budget"),
        document.flag("blocked"),
        document.texts("tags"),
        document.object("metadata"),
        document.required("created", document.instant("created")),
        document.required("updated", document.instant("updated")),
        document.required("revision", document.number("revision")));
  }

  private static void writeMembers(JsonGenerator out, List<Team.Member> members) {
    if (!members.isEmpty()) {
      out.writeArrayPropertyStart("members");
      for (Team.Member member : members) {
        out.writeStartObject();
        Document.write(out, "user", member.userId());
        Document.write(out, "admin", member.admin());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
  }

  private static List<Team.Member> members(Document document) {
    return document.children("members").stream()
        .map(member ->
            new Team.Member(member.required("user", member.text("user")), member.flag("admin")))
        .toList();
  }
}
