package dev.dragoman.admin;

import dev.dragoman.access.Team;
import dev.dragoman.access.User;
import dev.dragoman.access.VirtualKey;
import dev.dragoman.messages.ApiException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows users. */
final class UserList {
  static final List<Route> ROUTES =
      List.of(
          Route.get("/user/info", Right.SEE_OWN, UserList::info),
          Route.get("/v2/user/info", Right.SEE_OWN, UserList::plain),
          Route.get("/user/list", Right.SEE_ALL, UserList::list),
          Route.get("/user/get_users", Right.SEE_ALL, UserList::list));

  private UserList() {}

  /** The teams that a user belongs to. */
  static List<Team> teams(Visit visit, String userId) {
    return Entries.all(visit.office().directory().teams()::list).stream()
        .filter(team -> team.members().stream().anyMatch(member -> member.userId().equals(userId)))
        .toList();
  }

  /** The keys of a user. */
  static List<VirtualKey> keys(Visit visit, String userId) {
    return Entries.all(
        (after, limit) -> visit.office().directory().keys().ofUser(userId, after, limit));
  }

  /** The user with an email, whatever the case of its letters. */
  static Optional<User> byEmail(Visit visit, String email) {
    return Entries.all(visit.office().directory().users()::list).stream()
        .filter(user -> email.equalsIgnoreCase(user.email()))
        .findFirst();
  }

  private static Answer info(Visit visit) {
    User user = asked(visit);
    Spends spends = new Spends(visit.office(), visit.now());
    List<Team> teams = teams(visit, user.id());
    return Answer.object(shape ->
        shape
            .text("user_id", user.id())
            .object("user_info", info -> UserFields.write(user, teams, spends, info))
            .objects(
                "keys", keys(visit, user.id()), (key, each) -> KeyFields.write(key, spends, each))
            .objects("teams", teams, (team, each) -> TeamFields.write(team, spends, each)));
  }

  private static Answer plain(Visit visit) {
    User user = asked(visit);
    Spends spends = new Spends(visit.office(), visit.now());
    return Answer.object(shape -> UserFields.write(user, teams(visit, user.id()), spends, shape));
  }

  /** The user that is asked for, or the caller. */
  private static User asked(Visit visit) {
    visit.knows("user_id");
    String asked = visit.parameter("user_id");
    String own = visit.userId();
    String id = asked == null ? own : asked;
    if (id == null) {
      throw ApiException.invalid("user_id", "is required");
    }
    if (!visit.seesAll() && !id.equals(own)) {
      throw visit.forbidden("user_id: you see yourself");
    }
    return Entries.find(visit.office().directory().users(), "user", id);
  }

  private static Answer list(Visit visit) {
    visit.knows(
        "page", "page_size", "role", "user_ids", "user_email", "team", "sort_by", "sort_order");
    String role = visit.parameter("role");
    String ids = visit.parameter("user_ids");
    String email = visit.parameter("user_email");
    String team = visit.parameter("team");
    List<String> wanted =
        ids == null ? List.of() : Arrays.stream(ids.split(",", -1)).map(String::strip).toList();
    List<Team> teams = Entries.all(visit.office().directory().teams()::list);
    List<User> all =
        Entries.all(visit.office().directory().users()::list).stream()
            .filter(user -> role == null || user.role().json().equals(role))
            .filter(user -> wanted.isEmpty() || wanted.contains(user.id()))
            .filter(user ->
                email == null || (user.email() != null && KeyList.contains(user.email(), email)))
            .filter(user ->
                team == null || of(user, teams).stream().anyMatch(each -> each.id().equals(team)))
            .sorted(order(visit))
            .toList();
    Paged<User> page = Paged.of(all, visit, "page_size", 25, 100);
    Spends spends = new Spends(visit.office(), visit.now());
    return Answer.object(shape ->
        shape
            .objects(
                "users",
                page.entries(),
                (user, each) -> {
                  UserFields.write(user, of(user, teams), spends, each);
                  each.number("key_count", (long) keys(visit, user.id()).size());
                })
            .number("total", (long) page.total())
            .number("page", (long) page.number())
            .number("page_size", (long) page.size())
            .number("total_pages", (long) page.pages()));
  }

  private static List<Team> of(User user, List<Team> teams) {
    return teams.stream()
        .filter(
            team -> team.members().stream().anyMatch(member -> member.userId().equals(user.id())))
        .toList();
  }

  private static Comparator<User> order(Visit visit) {
    @Nullable String by = visit.parameter("sort_by");
    Comparator<User> order =
        switch (by) {
          case null -> Comparator.comparing(User::created).thenComparing(User::id);
          case "created_at" -> Comparator.comparing(User::created).thenComparing(User::id);
          case "user_id" -> Comparator.comparing(User::id);
          case "user_email" -> Comparator.comparing(user -> String.valueOf(user.email()));
          default ->
              throw ApiException.invalid("sort_by", "must be created_at, user_id or user_email");
        };
    return switch (visit.parameter("sort_order")) {
      case null -> by == null ? order.reversed() : order;
      case "desc" -> order.reversed();
      case "asc" -> order;
      default -> throw ApiException.invalid("sort_order", "must be asc or desc");
    };
  }
}
