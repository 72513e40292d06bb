package dev.dragoman.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.admin.Hall.Told;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever is no admin has keys of its own, and gives none more than it has. */
class OwnKeysTest {
  private final Hall hall = new Hall();

  private Told asked(String key, String path, String body) {
    return hall.send(key, "POST", path, body);
  }

  private String limited(String limits) {
    hall.user("ann", "internal_user");
    return hall.post("/key/generate", "{'user_id':'ann'," + limits + "}").text("key");
  }

  @Test
  void aUsersKeyMakesKeysForThatUserAlone() {
    String key = hall.user("ann", "internal_user");
    Told made = asked(key, "/key/generate", "{'key_alias':'mine'}");
    assertEquals("ann", made.text("user_id"));
    assertEquals("ann", made.text("created_by"));
    assertEquals(
        "403 user_id: only an admin makes keys for others",
        asked(key, "/key/generate", "{'user_id':'bob'}").error());
  }

  @Test
  void aKeyThatSaysNothingHasWhatItsMakerHas() {
    String key =
        limited("'models':['gpt-4o'],'max_budget':3,'rpm_limit':5,'duration':'1h','tags':['x']");
    Told made = asked(key, "/key/generate", "{'rpm_limit':2}");
    assertEquals("[\"gpt-4o\"]", made.json().path("models").toString());
    assertEquals(3, made.json().path("max_budget").asInt());
    assertEquals(2, made.json().path("rpm_limit").asInt());
    assertEquals("2026-11-25T13:00:00Z", made.text("expires"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'max_budget':4}|max_budget: only an admin gives more than your key's own limit",
        "{'max_budget':1,'budget_duration':'1d'}|budget_duration: only an admin gives a budget another window",
        "{'rpm_limit':6}|rpm_limit: only an admin gives more than your key's own limit",
        "{'models':['o3']}|models: you may not use o3 yourself",
        "{'models':['gpt-4o','*']}|models: you may not use * yourself",
        "{'duration':'2h'}|duration: only an admin lets a key live past 2026-11-25T13:00:00Z",
        "{'spend':1}|spend: only an admin says what a key has spent",
      })
  void aKeyGivesNoMoreThanItHas(String body, String message) {
    String key = limited("'models':['gpt-4o'],'max_budget':3,'rpm_limit':5,'duration':'1h'");
    assertEquals("403 " + message, asked(key, "/key/generate", body).error());
  }

  @Test
  void norMoreThanItsUserHas() {
    String key = hall.user("ann", "internal_user");
    hall.post("/user/update", "{'user_id':'ann','max_budget':2}");
    assertEquals(
        "403 max_budget: only an admin gives more than your own limit",
        asked(key, "/key/generate", "{'max_budget':3}").error());
    assertEquals(200, asked(key, "/key/generate", "{'max_budget':1}").status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'max_budget':null|403",
        "'max_budget':9|403",
        "'max_budget':2|200",
        "'models':[]|403",
        "'models':['o3']|403",
        "'duration':null|403",
        "'duration':'5m'|200",
        "'key_alias':'new'|200",
        "'metadata':{'a':1}|200",
        "'user_id':'bob'|403",
        "'user_id':null|403",
        "'team_id':'red'|403",
        "'budget_id':'large'|403",
      })
  void anUpdateOfOnesOwnKeyOnlyNarrowsIt(String change, int status) {
    hall.post("/team/new", "{'team_id':'red'}");
    hall.post("/budget/new", "{'budget_id':'large','max_budget':100}");
    String key = limited("'models':['gpt-4o'],'max_budget':3,'duration':'1h'");
    Told told = asked(key, "/key/update", "{'key':'" + key + "'," + change + "}");
    assertEquals(status, told.status(), told.json().toString());
  }

  @Test
  void othersKeysAreNeitherSeenNorChanged() {
    String ann = hall.user("ann", "internal_user");
    String bob = hall.user("bob", "internal_user");
    assertEquals(403, hall.send(ann, "GET", "/key/info?key=" + bob, "").status());
    assertEquals(403, asked(ann, "/key/update", "{'key':'" + bob + "'}").status());
    assertEquals(403, asked(ann, "/key/delete", "{'keys':['" + bob + "']}").status());
    assertEquals(403, asked(ann, "/key/regenerate", "{'key':'" + bob + "'}").status());
    assertEquals(403, hall.send(ann, "GET", "/key/list?user_id=bob", "").status());
    assertEquals(403, hall.send(ann, "GET", "/user/info?user_id=bob", "").status());
    assertEquals(1, hall.send(ann, "GET", "/key/list", "").json().path("total_count").asInt());
    assertEquals("ann", hall.send(ann, "GET", "/user/info", "").text("user_id"));
  }

  @Test
  void ofOnesOwnKeysAllIsOnesOwn() {
    String ann = hall.user("ann", "internal_user");
    String other = asked(ann, "/key/generate", "{}").text("key");
    assertEquals(200, hall.send(ann, "GET", "/key/info?key=" + other, "").status());
    String next = asked(ann, "/key/regenerate", "{'key':'" + other + "'}").text("key");
    assertEquals(200, asked(ann, "/key/delete", "{'keys':['" + next + "']}").status());
    assertEquals(403, asked(ann, "/key/block", "{'key':'" + ann + "'}").status());
  }

  @Test
  void anAdminOfATeamKeepsItsKeysAndMembers() {
    String ann = hall.user("ann", "internal_user");
    String bob = hall.user("bob", "internal_user");
    hall.post(
        "/team/new", "{'team_id':'red','members_with_roles':[{'role':'admin','user_id':'ann'}]}");
    assertEquals(
        403,
        asked(bob, "/team/member_add", "{'team_id':'red','member':{'user_id':'bob','role':'user'}}")
            .status());
    assertEquals(
        200,
        asked(ann, "/team/member_add", "{'team_id':'red','member':{'user_id':'bob','role':'user'}}")
            .status());
    String key = asked(bob, "/key/generate", "{'team_id':'red'}").text("key");
    assertEquals(200, asked(ann, "/key/update", "{'key':'" + key + "','rpm_limit':1}").status());
    assertEquals(403, hall.send(bob, "GET", "/key/info?key=" + ann, "").status());
    assertEquals(
        200, asked(ann, "/team/member_delete", "{'team_id':'red','user_id':'bob'}").status());
    assertEquals(401, hall.send(key, "GET", "/key/info", "").status());
    assertEquals(403, asked(bob, "/key/generate", "{'team_id':'red'}").status());
  }

  @Test
  void aKeyOfNobodySeesItselfAlone() {
    String key = hall.post("/key/generate", "{}").text("key");
    hall.post("/key/generate", "{}");
    assertEquals(200, hall.send(key, "GET", "/key/info", "").status());
    assertEquals(1, hall.send(key, "GET", "/key/list", "").json().path("total_count").asInt());
    assertEquals(
        "403 a key that belongs to no user can make no keys",
        asked(key, "/key/generate", "{}").error());
  }

  @Test
  void aKeyOfAnAdminMayDoAllAndAViewersSeesAll() {
    String admin = hall.user("root", "proxy_admin");
    String viewer = hall.user("eye", "proxy_admin_viewer");
    hall.pass(Duration.ofSeconds(1));
    Told made = asked(admin, "/key/generate", "{'user_id':'bob','max_budget':1}");
    assertEquals("root", made.text("created_by"));
    assertEquals(200, hall.send(viewer, "GET", "/key/info?key=" + made.text("token"), "").status());
    assertEquals(200, hall.send(viewer, "GET", "/user/list", "").status());
    assertEquals(200, hall.send(viewer, "GET", "/audit", "").status());
    assertTrue(
        asked(viewer, "/key/generate", "{}").error().startsWith("403 proxy_admin_viewer may not"));
    assertEquals("root", hall.audit().getFirst().actor());
  }
}
