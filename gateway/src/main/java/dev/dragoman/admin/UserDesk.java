package dev.dragoman.admin;

import dev.dragoman.access.Directory.Shelf;
import dev.dragoman.access.Team.Member;
import dev.dragoman.access.User;
import dev.dragoman.access.VirtualKey;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes and changes users.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/users">Users, LiteLLM</a>
 */
final class UserDesk {
  static final List<Route> ROUTES =
      List.of(
          Route.post("/user/new", Right.CHANGE_ALL, UserDesk::make),
          Route.post("/user/update", Right.CHANGE_ALL, UserDesk::update),
          Route.post("/user/delete", Right.CHANGE_ALL, UserDesk::delete));

  private UserDesk() {}

  private static Shelf<User> users(Visit visit) {
    return visit.office().directory().users();
  }

  /** A user, and a key of its own unless {@code auto_create_key} is false. */
  private static Answer make(Visit visit) {
    Form form = visit.form();
    String asked = form.id("user_id");
    String id = asked == null ? Ids.next(visit.office().random()) : asked;
    User user = UserFields.read(form, UserFields.blank(id, visit.now()), visit.now());
    Map<String, Member> teams = teams(form, id);
    NewKey text =
        form.has("auto_create_key") && Boolean.FALSE.equals(form.flag("auto_create_key"))
            ? null
            : NewKey.random(visit.office().random());
    VirtualKey key = text == null ? null : key(visit, form, id, text);
    Long spend = form.dollars("spend");
    form.done();
    requireFree(visit, user);
    teams.keySet().forEach(team -> Entries.find(visit.office().directory().teams(), "team", team));
    Spends spends = new Spends(visit.office(), visit.now());
    requireBudget(visit, user);
    spends.ready(null, user, spend);
    if (!users(visit).put(user)) {
      throw Entries.taken("user " + id + " is there already");
    }
    visit.changed("created", "user", id, null, user, UserFields::write);
    teams.forEach((team, member) -> TeamMembers.add(visit, team, List.of(member)));
    if (key != null) {
      KeyDesk.make(visit, key, null);
    }
    return Answer.object(shape -> {
      if (text != null && key != null) {
        shape.text("key", text.text()).text("token", key.id()).text("key_name", key.name());
      } else {
        shape.text("key", null);
      }
      UserFields.write(user, UserList.teams(visit, id), spends, shape);
    });
  }

  /** The user's first key: what limits the user limits it. */
  private static VirtualKey key(Visit visit, Form form, String id, NewKey text) {
    VirtualKey blank = KeyFields.blank(text, visit.actor(), visit.now());
    String span = form.span("duration");
    return new VirtualKey(
        blank.id(),
        blank.name(),
        form.id("key_alias"),
        id,
        form.id("team_id"),
        List.of(),
        form.textMap("aliases"),
        blank.limits(),
        null,
        span == null || span.equals("-1") ? null : Spans.after(visit.now(), span),
        false,
        form.texts("tags"),
        Map.of(),
        form.object("permissions"),
        blank.createdBy(),
        blank.created(),
        blank.updated(),
        1);
  }

  /** Teams by name, or as {@code {"team_id": ..., "user_role": "admin"}}. */
  private static Map<String, Member> teams(Form form, String user) {
    Map<String, Member> teams = new LinkedHashMap<>();
    List<RawJson> elements = form.elements("teams");
    for (int i = 0; i < elements.size(); i++) {
      String name = "teams." + i;
      RawJson element = elements.get(i);
      if (element.isObject()) {
        Form team = form.form(name, element);
        String id = team.requiredId("team_id");
        teams.put(id, new Member(user, TeamMembers.isAdmin(team, "user_role")));
        team.done();
      } else {
        teams.put(form.text(name, element), new Member(user, false));
      }
    }
    return teams;
  }

  private static Answer update(Visit visit) {
    Form form = visit.form();
    String id = form.id("user_id");
    User named = id == null ? byEmail(visit, form) : Entries.find(users(visit), "user", id);
    Long spend = form.dollars("spend");
    UserFields.read(form, named, visit.now());
    form.done();
    Spends spends = new Spends(visit.office(), visit.now());
    Entries.Change<User> change =
        Entries.change(
            users(visit),
            "user",
            named.id(),
            before -> {
              User after = UserFields.read(form, before, visit.now());
              requireFree(visit, after);
              requireBudget(visit, after);
              spends.ready(before, after, spend);
              return after;
            });
    User user = change.after();
    visit.changed("updated", "user", user.id(), change.before(), user, UserFields::write);
    return Answer.object(shape ->
        shape
            .text("user_id", user.id())
            .object(
                "data",
                data -> UserFields.write(user, UserList.teams(visit, user.id()), spends, data)));
  }

  private static User byEmail(Visit visit, Form form) {
    String email = form.id("user_email");
    if (email == null) {
      throw form.fault("user_id", "or user_email is required");
    }
    return UserList.byEmail(visit, email)
        .orElseThrow(() -> Entries.missing("user", "with the email " + email));
  }

  /** Users, their keys, and their places in teams. */
  private static Answer delete(Visit visit) {
    Form form = visit.form();
    List<String> ids = form.texts("user_ids").stream().distinct().toList();
    form.done();
    if (ids.isEmpty()) {
      throw form.fault("user_ids", "is required");
    }
    List<User> gone = ids.stream().map(id -> Entries.find(users(visit), "user", id)).toList();
    for (User user : gone) {
      UserList.keys(visit, user.id()).forEach(key -> KeyDesk.remove(visit, key));
      UserList.teams(visit, user.id())
          .forEach(team -> TeamMembers.remove(visit, team.id(), user.id()));
      if (users(visit).remove(user.id())) {
        visit.changed("deleted", "user", user.id(), user, null, UserFields::write);
      }
    }
    return Answer.json(out -> out.writeNumber(gone.size()));
  }

  /** Neither its id, if it is new, nor its email may be another's. */
  private static void requireFree(Visit visit, User user) {
    if (user.revision() == 1 && Entries.look(users(visit), user.id()).isPresent()) {
      throw Entries.taken("user " + user.id() + " is there already");
    }
    @Nullable String email = user.email();
    if (email != null
        && UserList.byEmail(visit, email)
            .filter(other -> !other.id().equals(user.id()))
            .isPresent()) {
      throw Entries.taken("another user has the email " + email);
    }
  }

  private static void requireBudget(Visit visit, User user) {
    if (user.budgetId() != null
        && new Spends(visit.office(), visit.now()).budget(user.budgetId()) == null) {
      throw ApiException.invalid("budget_id", "there is no budget " + user.budgetId());
    }
  }
}
