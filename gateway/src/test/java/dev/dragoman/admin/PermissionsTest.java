package dev.dragoman.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.admin.PermissionScene.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets through which door, tried by everybody at every one, and docs/permissions.md. */
class PermissionsTest {
  private static final Path PAGE = Path.of("../docs/permissions.md");

  private static final String INTRO =
      """
      <!-- Made by PermissionsTest from what it sees; run it with -Dgolden.update=true. -->
      # Who may do what

      Each cell was tried: the request was sent to a whole gateway with that key. A number is a refusal
      (401: nobody who is known; 403: somebody who may not); **yes** that the sender was let in, if only to be
      told what was missing; **own** an answer with less in it than the master key is shown: what is the
      sender's own, and of models the names without the parameters. A request that is refused changes
      nothing; nor does anything that a viewer sends.

      The roles are those of the key's user; keys of one role are alike, whatever else they are.
      A key of no user has no role but `internal_user`, and makes no keys.

      """;

  private static final String OTHERS =
      """

      ## What is another's

      The same with the name of another user (`other`), its key, its team (`far`) or its request.
      **nothing** is the answer that there would be if it were not there.

      """;

  /** Open to all: they say that the gateway is there. */
  private static final Set<String> OPEN =
      Set.of("/", "/api/hello", "/health/liveliness", "/health/liveness", "/health/readiness");

  private static final List<String> STRANGERS = List.of("no key", "unknown key", "blocked key");

  private final PermissionScene scene = new PermissionScene();

  @AfterEach
  void close() {
    scene.close();
  }

  /** A request that everybody sends. */
  private record Door(String method, String path, String shown, String body) {
    static Door to(String method, String path) {
      String body = path.startsWith("/v1/messages") ? PermissionScene.MESSAGE : "";
      return new Door(
          method, path.replace("{key}", "sk-nobody-has-this-one").replace("/*", "/m"), path, body);
    }

    String name() {
      return "`" + method + " " + shown + "`";
    }
  }

  /** All that {@code Gateway} adds to the table by itself. */
  private static List<Door> gateway() throws IOException {
    String source = Files.readString(Path.of("src/main/java/dev/dragoman/exchange/Gateway.java"));
    Matcher on = Pattern.compile("\\.on\\(\\s*\"([A-Z]+)\",\\s*\"([^\"]+)\"").matcher(source);
    return on.results().map(each -> Door.to(each.group(1), each.group(2))).toList();
  }

  private static List<Door> management() {
    return Gate.ROUTES.stream().map(route -> Door.to(route.method(), route.path())).toList();
  }

  @Test
  void everybodyGetsThroughTheRightDoorsAndThePageShowsWhich() throws IOException {
    List<Door> doors = new ArrayList<>(management());
    doors.addAll(gateway());
    // What changes nothing comes first, so that all see the same
    doors.sort(
        Comparator.comparing((Door door) -> !door.method().equals("GET"))
            .thenComparing(door -> door.path().equals("/health")));
    Map<Door, Map<String, String>> cells = new LinkedHashMap<>();
    doors.forEach(door -> cells.put(door, tried(door)));
    cells.forEach((door, row) -> {
      for (String stranger : STRANGERS) {
        assertEquals(
            OPEN.contains(door.path()) ? "yes" : "401", row.get(stranger), door + stranger);
      }
      assertEquals("yes", row.get("master key"), door::toString);
      assertEquals("yes", row.get("proxy_admin"), door::toString);
    });
    StringBuilder page = new StringBuilder(INTRO);
    page.append("## Messages, models and health\n\n");
    table(page, rows(cells, gateway()), scene.people());
    page.append("\n## Management\n\n");
    table(page, rows(cells, management()), scene.people());
    page.append(OTHERS);
    others(page);
    if (Boolean.getBoolean("golden.update")) {
      assertFalse("true".equals(System.getenv("CI")), "the page is not updated unattended");
      Files.writeString(PAGE, page.toString());
    }
    assertEquals(
        Files.readString(PAGE), page.toString(), "run PermissionsTest with -Dgolden.update=true");
  }

  @Test
  void theDoorsAreAllThereAre() throws IOException {
    Set<String> paths = gateway().stream().map(Door::shown).collect(Collectors.toSet());
    assertTrue(paths.containsAll(OPEN), paths::toString);
    assertTrue(
        paths.containsAll(
            List.of(
                "/v1/messages",
                "/v1/messages/count_tokens",
                "/v1/models",
                "/v1/models/*",
                "/models",
                "/health")),
        paths::toString);
  }

  /** A method or a path that is not there lets nobody learn more than that. */
  @Test
  void whoIsNotKnownIsNotToldWhatIsThere() {
    for (String path : List.of("/key/nothing", "/config/nothing", "/spend/x", "/v2/x")) {
      assertEquals(401, scene.send("no key", "GET", path, "").status(), path);
      assertEquals(404, scene.send("internal_user", "GET", path, "").status(), path);
    }
    assertEquals(401, scene.send("blocked key", "DELETE", "/key/generate", "").status());
    assertEquals(405, scene.send("proxy_admin", "DELETE", "/key/generate", "").status());
  }

  private Map<String, String> tried(Door door) {
    Answer all = scene.send("master key", door.method(), door.path(), door.body());
    Map<String, String> row = new LinkedHashMap<>();
    for (String who : scene.people()) {
      int before = scene.changes();
      Answer answer = scene.send(who, door.method(), door.path(), door.body());
      assertTrue(answer.status() < 500, () -> door + " as " + who + ": " + answer);
      if (answer.isRefused() || who.endsWith("viewer")) {
        assertEquals(before, scene.changes(), () -> door + " changed something for " + who);
      }
      row.put(who, cell(door, answer, all));
    }
    return row;
  }

  private static String cell(Door door, Answer answer, Answer all) {
    if (answer.isRefused()) {
      return Integer.toString(answer.status());
    }
    boolean less =
        door.method().equals("GET")
            && !door.path().equals("/health")
            && all.status() == 200
            && !answer.body().equals(all.body());
    return less ? "own" : "yes";
  }

  private static Map<String, Map<String, String>> rows(
      Map<Door, Map<String, String>> cells, List<Door> doors) {
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    for (Door door : doors) {
      rows.put(door.name(), cells.getOrDefault(door, Map.of()));
    }
    return rows;
  }

  /** Doors with alike cells share a row. */
  private static void table(
      StringBuilder page, Map<String, Map<String, String>> rows, List<String> people) {
    page.append("| | ").append(String.join(" | ", people)).append(" |\n");
    page.append("|---".repeat(people.size() + 1)).append("|\n");
    Map<Map<String, String>, Set<String>> alike = new LinkedHashMap<>();
    rows.forEach((name, row) -> alike.computeIfAbsent(row, _ -> new LinkedHashSet<>()).add(name));
    alike.forEach((row, names) ->
        page.append("| ")
            .append(String.join(", ", names))
            .append(" | ")
            .append(people.stream().map(row::get).collect(Collectors.joining(" | ")))
            .append(" |\n"));
  }

  private void others(StringBuilder page) {
    String key = PermissionScene.OTHERS_KEY;
    String today = LocalDate.now(ZoneOffset.UTC).toString();
    String days = "start_date=" + today + "&end_date=" + today;
    List<Door> doors =
        List.of(
            get("/key/info?key=", key, "KEY"),
            get("/key/list?user_id=other", "", ""),
            get("/key/list?team_id=far", "", ""),
            get("/user/info?user_id=other", "", ""),
            get("/v2/user/info?user_id=other", "", ""),
            get("/team/info?team_id=far", "", ""),
            get("/team/list?user_id=other", "", ""),
            get("/spend/logs?request_id=", scene.othersRequest(), "REQUEST"),
            get("/spend/logs?user_id=other", "", ""),
            get("/spend/logs?api_key=", key, "KEY"),
            get("/spend/logs/v2?team_id=far", "", ""),
            get("/global/spend/logs?user_id=other", "", ""),
            get("/user/daily/activity?user_id=other&", days, "DAYS"),
            post("/key/generate", "{'user_id':'other'}"),
            post("/key/generate", "{'team_id':'far'}"),
            post("/key/update", "{'key':'" + key + "','key_alias':'x'}"),
            post(
                "/team/member_add",
                "{'team_id':'far','member':{'user_id':'other','role':'admin'}}"),
            post("/team/member_delete", "{'team_id':'far','user_id':'nobody'}"),
            post("/key/regenerate", "{'key':'" + key + "','max_budget':'none'}"),
            post("/key/delete", "{'keys':['" + key + "']}"));
    List<String> people = new ArrayList<>(scene.people());
    people.removeAll(STRANGERS);
    // Who can delete a thing comes after all who cannot
    people.sort(
        Comparator.comparing((String who) -> who.equals("proxy_admin"))
            .thenComparing(who -> who.equals("master key")));
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    for (Door door : doors) {
      Map<String, String> row = new LinkedHashMap<>();
      for (String who : people) {
        Answer answer = scene.send(who, door.method(), door.path(), door.body());
        row.put(who, ofOthers(answer));
      }
      rows.put(door.name() + (door.body().isEmpty() ? "" : " `" + shown(door.body()) + "`"), row);
    }
    table(page, rows, people);
    for (Map.Entry<String, Map<String, String>> row : rows.entrySet()) {
      for (String who : List.of("internal_user_viewer", "internal_user", "key of no user")) {
        assertFalse("yes".equals(row.getValue().get(who)), () -> row + " as " + who);
      }
    }
  }

  private static String shown(String body) {
    return body.replace(PermissionScene.OTHERS_KEY, "KEY").replace('\'', '"');
  }

  private static String ofOthers(Answer answer) {
    if (answer.status() == 403) {
      return "403";
    }
    boolean nothing = answer.body().equals("[]") || answer.body().startsWith("{\"keys\":[],");
    return nothing ? "nothing" : "yes";
  }

  private static Door get(String path, String value, String shown) {
    return new Door("GET", path + value, path + shown, "");
  }

  private static Door post(String path, String body) {
    return new Door("POST", path, path, body);
  }
}
