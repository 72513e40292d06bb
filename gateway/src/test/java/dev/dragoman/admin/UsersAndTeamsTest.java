package dev.dragoman.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.admin.Hall.Told;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Users, teams and budgets, in LiteLLM's shapes. */
class UsersAndTeamsTest {
  private final Hall hall = new Hall();

  private static List<String> texts(Told told, String array, String field) {
    return told.json().at(array).valueStream().map(each -> each.path(field).asString()).toList();
  }

  @Test
  void aUserComesWithAKeyUnlessNoneIsWanted() {
    Told made = hall.post("/user/new", "{'user_email':'a@b.c','user_role':'internal_user'}");
    assertTrue(made.text("key").startsWith("sk-"), made.json().toString());
    assertTrue(made.text("user_id").matches("[0-9a-f-]{36}"), made.text("user_id"));
    Told info = hall.get("/user/info?user_id=" + made.text("user_id"));
    assertEquals("a@b.c", info.json().at("/user_info/user_email").asString());
    assertEquals(1, info.json().path("keys").size());
    Told bare = hall.post("/user/new", "{'user_id':'bare','auto_create_key':false}");
    assertTrue(bare.json().path("key").isNull());
    assertEquals(0, hall.get("/user/info?user_id=bare").json().path("keys").size());
    assertEquals("internal_user_viewer", bare.text("user_role"));
  }

  @Test
  void neitherIdNorEmailIsGivenTwice() {
    hall.post("/user/new", "{'user_id':'ann','user_email':'Ann@x.org'}");
    assertEquals(
        "409 user ann is there already", hall.post("/user/new", "{'user_id':'ann'}").error());
    assertEquals(
        "409 another user has the email ann@X.org",
        hall.post("/user/new", "{'user_email':'ann@X.org'}").error());
    assertEquals(
        "400 user_role: must be one of proxy_admin, proxy_admin_viewer, internal_user,"
            + " internal_user_viewer",
        hall.post("/user/new", "{'user_role':'king'}").error());
  }

  @Test
  void usersAreListedAndChanged() {
    hall.user("ann", "internal_user");
    hall.user("root", "proxy_admin");
    Told list = hall.get("/user/list?page_size=1");
    assertEquals(2, list.json().path("total").asInt());
    assertEquals(2, list.json().path("total_pages").asInt());
    assertEquals(1, list.json().path("users").size());
    assertEquals(
        List.of("root"), texts(hall.get("/user/list?role=proxy_admin"), "/users", "user_id"));
    Told updated = hall.post("/user/update", "{'user_id':'ann','max_budget':4,'user_alias':'A'}");
    assertEquals("A", updated.json().at("/data/user_alias").asString());
    hall.spent("user/ann", 1_000_000_000L);
    assertEquals(0, hall.get("/v2/user/info?user_id=ann").json().path("spend").asInt());
  }

  @Test
  void aUserGoesWithItsKeysAndItsPlacesInTeams() {
    String key = hall.user("ann", "internal_user");
    hall.post("/team/new", "{'team_id':'red'}");
    hall.post("/team/member_add", "{'team_id':'red','member':[{'user_id':'ann','role':'admin'}]}");
    hall.pass(Duration.ofSeconds(1));
    assertEquals("1", hall.post("/user/delete", "{'user_ids':['ann']}").json().toString());
    assertEquals(401, hall.send(key, "GET", "/key/info", "").status());
    assertEquals(404, hall.get("/user/info?user_id=ann").status());
    assertEquals(
        0, hall.get("/team/info?team_id=red").json().at("/team_info/members_with_roles").size());
    assertEquals(404, hall.post("/user/delete", "{'user_ids':['ann']}").status());
    assertEquals(
        List.of("deleted key", "deleted user", "updated team"),
        hall.audit().stream()
            .limit(3)
            .map(entry -> entry.action() + " " + entry.kind())
            .sorted()
            .toList());
  }

  @Test
  void aTeamIsMadeShownChangedAndTakenAway() {
    Told made =
        hall.post(
            "/team/new",
            "{'team_alias':'Red','max_budget':10,'models':['gpt-4o'],'metadata':{'a':1}}");
    String id = made.text("team_id");
    Told key = hall.post("/key/generate", "{'team_id':'" + id + "'}");
    Told info = hall.get("/team/info?team_id=" + id);
    assertEquals("Red", info.json().at("/team_info/team_alias").asString());
    assertEquals(List.of(key.text("token")), texts(info, "/keys", "token"));
    Told updated = hall.post("/team/update", "{'team_id':'" + id + "','max_budget':null}");
    assertTrue(updated.json().at("/data/max_budget").isNull());
    assertEquals(id, hall.get("/team/list").json().at("/0/team_id").asString());
    assertEquals(1, hall.get("/v2/team/list?team_alias=re").json().path("total").asInt());
    assertEquals("[]", hall.get("/team/available").json().toString());
    hall.post("/team/block", "{'team_id':'" + id + "'}");
    assertEquals(403, hall.send(key.text("key"), "GET", "/key/info", "").status());
    hall.post("/team/unblock", "{'team_id':'" + id + "'}");
    assertEquals(200, hall.send(key.text("key"), "GET", "/key/info", "").status());
    assertEquals("1", hall.post("/team/delete", "{'team_ids':['" + id + "']}").json().toString());
    assertEquals(401, hall.send(key.text("key"), "GET", "/key/info", "").status());
  }

  @Test
  void aUserIsNewInItsTeams() {
    hall.post("/team/new", "{'team_id':'red'}");
    Told made = hall.post("/user/new", "{'user_id':'ann','teams':['red']}");
    assertEquals("[\"red\"]", made.json().path("teams").toString());
    assertEquals(404, hall.post("/user/new", "{'user_id':'bob','teams':['blue']}").status());
    assertEquals(404, hall.get("/user/info?user_id=bob").status());
  }

  @Test
  void aBudgetLimitsWhoNamesItAndStaysWhileSomebodyDoes() {
    Told made =
        hall.post("/budget/new", "{'budget_id':'small','max_budget':2,'budget_duration':'1d'}");
    assertEquals(2, made.json().path("max_budget").asInt());
    String key = hall.post("/key/generate", "{'budget_id':'small','spend':1}").text("token");
    assertEquals(1, hall.get("/key/info?key=" + key).json().at("/info/spend").asInt());
    assertTrue(
        hall.post("/budget/delete", "{'id':'small'}")
            .error()
            .startsWith("409 budget small is the budget of key sk-..."));
    assertEquals(
        3,
        hall.post("/budget/update", "{'budget_id':'small','max_budget':3}")
            .json()
            .path("max_budget")
            .asInt());
    assertEquals("1d", hall.get("/budget/info?budget_id=small").text("budget_duration"));
    assertEquals(1, hall.post("/budget/info", "{'budgets':['small','none']}").json().size());
    assertEquals(1, hall.get("/budget/list").json().size());
    hall.post("/key/delete", "{'keys':['" + key + "']}");
    assertEquals(200, hall.post("/budget/delete", "{'id':'small'}").status());
    assertEquals(404, hall.get("/budget/info?budget_id=small").status());
  }

  @Test
  void theAuditIsShownInPages() {
    hall.user("ann", "internal_user");
    hall.post("/budget/new", "{'budget_id':'b'}");
    Told first = hall.get("/audit?page_size=2");
    assertEquals(2, first.json().path("audit_logs").size());
    Told second = hall.get("/audit?page_size=2&after=" + first.text("next"));
    assertEquals(1, second.json().path("audit_logs").size());
    assertTrue(second.json().path("next").isNull());
    assertEquals(0, hall.get("/audit?end_date=2026-11-24").json().path("audit_logs").size());
    assertEquals(
        "400 start_date: must be a day such as 2026-11-25",
        hall.get("/audit?start_date=then").error());
  }
}
