package dev.dragoman.admin;

import dev.dragoman.access.Directory.Keys;
import dev.dragoman.access.Entry;
import dev.dragoman.access.Team;
import dev.dragoman.access.VirtualKey;
import dev.dragoman.messages.ApiException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Shows keys: never the key itself. */
final class KeyList {
  static final List<Route> ROUTES =
      List.of(
          Route.get("/key/info", Right.SEE_OWN, KeyList::info),
          Route.get("/key/list", Right.SEE_OWN, KeyList::list),
          Route.get("/key/aliases", Right.SEE_OWN, KeyList::aliases));

  private static final Comparator<VirtualKey> BY_AGE =
      Comparator.comparing(VirtualKey::created).thenComparing(VirtualKey::id);

  private KeyList() {}

  /** A key, or the caller's own. */
  private static Answer info(Visit visit) {
    visit.knows("key");
    String named = visit.parameter("key");
    VirtualKey own = visit.caller().key();
    if (named == null && own == null) {
      throw ApiException.invalid("key", "is required");
    }
    VirtualKey key =
        named == null && own != null ? own : KeyDesk.find(visit, String.valueOf(named));
    if (!new Own(visit).sees(key)) {
      throw visit.forbidden("key " + key.name() + " is not yours");
    }
    Spends spends = new Spends(visit.office(), visit.now());
    return Answer.object(shape ->
        shape.text("key", key.id()).object("info", info -> KeyFields.write(key, spends, info)));
  }

  private static Answer list(Visit visit) {
    visit.knows(
        "page",
        "size",
        "user_id",
        "team_id",
        "key_hash",
        "key_alias",
        "search",
        "status",
        "expires",
        "substring_matching",
        "return_full_object",
        "include_team_keys",
        "include_created_by_keys",
        "sort_by",
        "sort_order");
    boolean whole = visit.flag("return_full_object");
    Paged<VirtualKey> page = Paged.of(selected(visit), visit, "size", 10, 100);
    Spends spends = new Spends(visit.office(), visit.now());
    return Answer.object(shape -> {
      if (whole) {
        shape.objects("keys", page.entries(), (key, each) -> KeyFields.write(key, spends, each));
      } else {
        shape.texts("keys", page.entries().stream().map(VirtualKey::id).toList());
      }
      shape
          .number("total_count", (long) page.total())
          .number("current_page", (long) page.number())
          .number("total_pages", (long) page.pages());
    });
  }

  private static Answer aliases(Visit visit) {
    visit.knows("page", "size", "search");
    List<String> all =
        visible(visit, null, false, false).stream()
            .map(VirtualKey::alias)
            .<String>mapMulti((alias, out) -> {
              if (alias != null) {
                out.accept(alias);
              }
            })
            .filter(alias -> contains(alias, visit.parameter("search")))
            .sorted()
            .toList();
    Paged<String> page = Paged.of(all, visit, "size", 50, 100);
    return Answer.object(shape ->
        shape
            .texts("aliases", page.entries())
            .number("total_count", (long) page.total())
            .number("current_page", (long) page.number())
            .number("total_pages", (long) page.pages())
            .number("size", (long) page.size()));
  }

  private static List<VirtualKey> selected(Visit visit) {
    String user = visit.parameter("user_id");
    String team = visit.parameter("team_id");
    String hash = visit.parameter("key_hash");
    String alias = visit.parameter("key_alias");
    String search = visit.parameter("search");
    boolean parts = visit.flag("substring_matching");
    Predicate<VirtualKey> which = standing(visit);
    List<VirtualKey> keys =
        visible(
            visit, user, visit.flag("include_team_keys"), visit.flag("include_created_by_keys"));
    return keys.stream()
        .filter(key -> team == null || team.equals(key.teamId()))
        .filter(key -> hash == null || key.id().equals(NewKey.hash(hash)))
        .filter(key -> alias == null || matches(key.alias(), alias, parts))
        .filter(
            key -> search == null || key.id().equals(search) || matches(key.alias(), search, true))
        .filter(which)
        .sorted(order(visit))
        .toList();
  }

  /** All keys of the user that is asked for, or all that the caller may see. */
  private static List<VirtualKey> visible(
      Visit visit, @Nullable String user, boolean teams, boolean createdBy) {
    Keys keys = visit.office().directory().keys();
    if (visit.seesAll() && user == null) {
      return Entries.all(keys::list);
    }
    String own = visit.userId();
    String whose = user == null ? own : user;
    if (!visit.seesAll() && user != null && !user.equals(own)) {
      throw visit.forbidden("user_id: you see your own keys");
    }
    Map<String, VirtualKey> found = new LinkedHashMap<>();
    VirtualKey asking = visit.caller().key();
    if (whose == null) {
      return asking == null ? List.of() : List.of(asking);
    }
    add(found, Entries.all((after, limit) -> keys.ofUser(whose, after, limit)));
    if (createdBy) {
      add(
          found,
          Entries.all(keys::list).stream().filter(key -> key.createdBy().equals(whose)).toList());
    }
    if (teams) {
      for (Team team : UserList.teams(visit, whose)) {
        if (visit.seesAll() || new Own(visit).keeps(team)) {
          add(found, Entries.all((after, limit) -> keys.ofTeam(team.id(), after, limit)));
        }
      }
    }
    return new ArrayList<>(found.values());
  }

  private static void add(Map<String, VirtualKey> found, List<VirtualKey> keys) {
    keys.forEach(key -> found.put(key.id(), key));
  }

  private static Predicate<VirtualKey> standing(Visit visit) {
    Instant now = visit.now();
    Predicate<VirtualKey> expired = key -> key.expires() != null && !now.isBefore(key.expires());
    Predicate<VirtualKey> status =
        switch (visit.parameter("status")) {
          case null -> _ -> true;
          case "active" -> expired.or(VirtualKey::blocked).negate();
          case "expired" -> expired.and(key -> !key.blocked());
          case "revoked" -> VirtualKey::blocked;
          default -> throw ApiException.invalid("status", "must be active, expired or revoked");
        };
    return switch (visit.parameter("expires")) {
      case null -> status;
      case "active" -> status.and(expired.negate());
      case "expired" -> status.and(expired);
      default -> throw ApiException.invalid("expires", "must be active or expired");
    };
  }

  private static Comparator<VirtualKey> order(Visit visit) {
    Comparator<VirtualKey> order =
        switch (visit.parameter("sort_by")) {
          case null -> BY_AGE;
          case "created_at" -> BY_AGE;
          case "updated_at" -> Comparator.comparing(Entry::updated);
          case "key_alias" -> Comparator.comparing(key -> String.valueOf(key.alias()));
          case "user_id" -> Comparator.comparing(key -> String.valueOf(key.userId()));
          default ->
              throw ApiException.invalid(
                  "sort_by", "must be created_at, updated_at, key_alias or user_id");
        };
    return switch (visit.parameter("sort_order")) {
      case null -> order.reversed();
      case "desc" -> order.reversed();
      case "asc" -> order;
      default -> throw ApiException.invalid("sort_order", "must be asc or desc");
    };
  }

  private static boolean matches(@Nullable String text, String wanted, boolean part) {
    return text != null && (part ? contains(text, wanted) : text.equals(wanted));
  }

  /** Whatever the case of the letters. */
  static boolean contains(String text, @Nullable String part) {
    return part == null || text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }
}
