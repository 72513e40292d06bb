package dev.dragoman.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.AuditLog;
import dev.dragoman.admin.Hall.Told;
import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Accounts.Draw;
import dev.dragoman.ledger.Accounts.Posting;
import dev.dragoman.ledger.Accounts.Standing;
import dev.dragoman.ledger.Window;
import dev.dragoman.provider.Sha256;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys are made, shown, changed, replaced and taken away. */
class KeysTest {
  private final Hall hall = new Hall();

  private Told generated(String body) {
    Told made = hall.post("/key/generate", body);
    assertEquals(200, made.status(), made.json().toString());
    return made;
  }

  private Told info(Told key) {
    return hall.get("/key/info?key=" + key.text("token"));
  }

  @Test
  void aKeyIsShownOnceAndKeptAsItsHash() {
    Told made = generated("{'key_alias':'ci','models':['gpt-4o'],'max_budget':12.5}");
    String key = made.text("key");
    assertTrue(key.matches("sk-[A-Za-z0-9_-]{43}"), key);
    assertEquals(Sha256.hex(key), made.text("token"));
    assertEquals("sk-..." + key.substring(key.length() - 4), made.text("key_name"));
    Told info = hall.get("/key/info?key=" + key);
    assertEquals("ci", info.json().at("/info/key_alias").asString());
    assertEquals(12.5, info.json().at("/info/max_budget").asDouble());
    String all =
        info.json() + " " + hall.get("/key/list?return_full_object=true").json() + hall.audit();
    assertFalse(all.contains(key), all);
  }

  @Test
  void everyFieldComesBackAsItWasSent() {
    Told made =
        generated(
            """
            {"key_alias":"all","duration":"30d","models":["gpt-*"],"aliases":{"fast":"gpt-4o"},
             "max_budget":1e-05,"soft_budget":0.5,"budget_duration":"1mo","rpm_limit":10,
             "tpm_limit":1000,"max_parallel_requests":2,"max_budget_per_session":1,
             "model_max_budget":{"gpt-4o":{"budget_limit":0.3,"time_period":"1d"},"o3":2},
             "metadata":{"tags":["a"],"model_rpm_limit":{"gpt-4o":5},"who":{"deep":[1]}},
             "permissions":{"x":true},"user_id":"bob"}
            """);
    String info = info(made).json().path("info").toString();
    for (String part :
        List.of(
            "\"expires\":\"2026-12-25T12:00:00Z\"",
            "\"aliases\":{\"fast\":\"gpt-4o\"}",
            "\"max_budget\":1.0E-5,",
            "\"model_max_budget\":{",
            "\"gpt-4o\":{\"max_budget\":0.3,\"budget_duration\":\"1d\"}",
            "\"o3\":{\"max_budget\":2,\"budget_duration\":null}",
            "\"model_rpm_limit\":{\"gpt-4o\":5}",
            "\"tags\":[\"a\"]",
            "\"metadata\":{\"who\":{\"deep\":[1]}}",
            "\"permissions\":{\"x\":true}",
            "\"user_id\":\"bob\"",
            "\"max_parallel_requests\":2",
            "\"spend\":0")) {
      assertTrue(info.contains(part), part + " in " + info);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'max_budget':-1}|max_budget: must be dollars from 0 to a billion",
        "{'max_budget':NaN}|the body is not JSON",
        "{'max_budget':1e400}|max_budget: the number is out of range",
        "{'max_budget':1e999999999999}|max_budget: the number is out of range",
        "{'max_budget':2e9}|max_budget: must be dollars from 0 to a billion",
        "{'max_budget':'much'}|max_budget: must be a number",
        "{'rpm_limit':1.5}|rpm_limit: must be a whole number from 0 to 2^53",
        "{'rpm_limit':-1}|rpm_limit: must be a whole number from 0 to 2^53",
        "{'models':'gpt-4o'}|models: must be a list",
        "{'models':[1]}|models.0: must be a string",
        "{'aliases':[]}|aliases: must be an object",
        "{'user_id':''}|user_id: must have 1 to 256 characters, none of them a control character",
        "{'key_alias':' a'}|key_alias: must have no blanks around it",
        "{'duration':'soon'}|duration: must be a length of time such as 30s, 30m, 12h, 7d, 1w or 1mo",
        "{'budget_duration':'0d'}|budget_duration: must be a length of time such as 30m, 7d or 1mo",
        "{'team_id':'none'}|team_id: there is no team none",
        "{'budget_id':'none'}|budget_id: there is no budget none",
        "{'guardrails':['x']}|guardrails: is not supported by this gateway",
        "{'nonsense':1}|nonsense: is not supported by this gateway",
        "{'spend':1}|spend: counts against a max_budget, and there is none",
        "{'blocked':1}|blocked: must be true or false",
        "{'user_id':'a','user_id':'b'}|user_id: stands there twice",
        "[]|the body must be a JSON object",
        "{}{}|the body holds more than one JSON value",
      })
  void whatIsWrongIsNamedAndChangesNothing(String body, String message) {
    assertEquals("400 " + message, hall.post("/key/generate", body).error());
    assertEquals(0, hall.get("/key/list").json().path("total_count").asInt());
    assertEquals(List.of(), hall.audit());
  }

  @Test
  void depthAndSizeAreBounded() {
    String deep = "{'metadata':" + "[".repeat(40) + "]".repeat(40) + "}";
    assertEquals("400 the body nests deeper than 32", hall.post("/key/generate", deep).error());
    String large = "{'metadata':{'x':'" + "y".repeat(40_000) + "'}}";
    assertEquals(
        "400 metadata: must have at most 32768 bytes", hall.post("/key/generate", large).error());
    assertEquals(413, hall.post("/key/generate", " ".repeat(2 << 20)).status());
    String name = "{'key_alias':'" + "z".repeat(257) + "'}";
    assertTrue(
        hall.post("/key/generate", name).error().startsWith("400 key_alias: must have 1 to"));
  }

  @Test
  void whatSaysNothingIsTaken() {
    generated(
        "{'guardrails':null,'config':{},'allowed_routes':[],'send_invite_email':false,"
            + "'organization_id':'','key_type':'default'}");
  }

  @Test
  void aChosenKeyMustBeHardToGuess() {
    String chosen = "sk-0123456789abcdefghij";
    assertEquals(chosen, generated("{'key':'" + chosen + "'}").text("key"));
    assertEquals(
        "409 this key is there already",
        hall.post("/key/generate", "{'key':'" + chosen + "'}").error());
    assertEquals(400, hall.post("/key/generate", "{'key':'sk-1234'}").status());
    assertEquals(400, hall.post("/key/generate", "{'key':'sk-aaaaaaaaaaaaaaaaaaaaa'}").status());
    assertEquals(
        "409 this is the master key",
        hall.post("/key/generate", "{'key':'" + Hall.MASTER + "'}").error());
  }

  @Test
  void anAliasIsOneKeysAlone() {
    Told first = generated("{'key_alias':'a'}");
    Told second = generated("{'key_alias':'b'}");
    String taken = "400 key_alias: another key has the alias a";
    assertEquals(taken, hall.post("/key/generate", "{'key_alias':'a'}").error());
    assertEquals(
        taken,
        hall.post("/key/update", "{'key':'" + second.text("key") + "','key_alias':'a'}").error());
    assertEquals(
        first.text("token"),
        hall.post("/key/update", "{'key_alias':'a','models':['x']}").text("key"));
  }

  @Test
  void anUpdateChangesWhatItNamesAndNullClearsIt() {
    Told made = generated("{'max_budget':5,'rpm_limit':7,'key_alias':'k','duration':'1h'}");
    String key = made.text("key");
    hall.pass(Duration.ofSeconds(1));
    Told updated =
        hall.post("/key/update", "{'key':'" + key + "','rpm_limit':null,'duration':null}");
    assertEquals(200, updated.status());
    assertEquals(made.text("token"), updated.text("key"));
    assertTrue(updated.json().path("rpm_limit").isNull());
    assertTrue(updated.json().path("expires").isNull());
    assertEquals(5, updated.json().path("max_budget").asInt());
    assertEquals("k", updated.text("key_alias"));
    AuditLog.Entry entry = hall.audit().getFirst();
    assertEquals("master updated key", entry.actor() + " " + entry.action() + " " + entry.kind());
    assertTrue(String.valueOf(entry.before()).contains("\"rpm_limit\":7"));
    assertTrue(String.valueOf(entry.after()).contains("\"rpm_limit\":null"));
  }

  @Test
  void modelLimitsAreReplacedEachForItself() {
    Told made =
        generated(
            "{'model_max_budget':{'a':1},'model_rpm_limit':{'a':2},'model_tpm_limit':{'b':3}}");
    Told updated =
        hall.post("/key/update", "{'key':'" + made.text("key") + "','model_rpm_limit':{'c':4}}");
    assertEquals("{\"c\":4}", updated.json().path("model_rpm_limit").toString());
    assertEquals("{\"b\":3}", updated.json().path("model_tpm_limit").toString());
    assertEquals(1, updated.json().at("/model_max_budget/a/max_budget").asInt());
  }

  @Test
  void whatWasSpentIsWhatCountsAgainstTheBudget() {
    Told made = generated("{'max_budget':5,'budget_duration':'1d','spend':1.25}");
    Told info = info(made);
    assertEquals(1.25, info.json().at("/info/spend").asDouble());
    assertEquals("2026-11-26T00:00:00Z", info.json().at("/info/budget_reset_at").asString());
    hall.pass(Duration.ofDays(1));
    assertEquals(0, info(made).json().at("/info/spend").asInt());
    hall.post("/key/" + made.text("token") + "/reset_spend", "{'reset_to':0.5}");
    assertEquals(0.5, info(made).json().at("/info/spend").asDouble());
  }

  @Test
  void withoutABudgetTheSumsSayWhatWasSpentAndANewBudgetBeginsThere() {
    Told made = generated("{}");
    hall.spent("key/" + made.text("token"), 2_500_000_000L);
    assertEquals(2.5, info(made).json().at("/info/spend").asDouble());
    hall.post("/key/update", "{'key':'" + made.text("key") + "','max_budget':3}");
    assertEquals(2.5, info(made).json().at("/info/spend").asDouble());
    assertEquals(2_500_000_000L, standing(made).used());
  }

  @Test
  void aNewBudgetOfADayBeginsAtWhatTheSumsHaveOfIt() {
    Told made = generated("{}");
    hall.spent("key/" + made.text("token"), 2_500_000_000L);
    Told updated =
        hall.post(
            "/key/update",
            "{'key':'" + made.text("key") + "','max_budget':3,'budget_duration':'1d'}");
    assertEquals(200, updated.status(), updated::error);
    assertEquals(2.5, info(made).json().at("/info/spend").asDouble());
    hall.pass(Duration.ofDays(1));
    assertEquals(0, info(made).json().at("/info/spend").asInt());
  }

  private Standing standing(Told made) {
    return hall.store().accounts().standing(account(made.text("token")));
  }

  private static Account account(String hash) {
    return new Account(
        "key/" + hash + "/cost", "", Account.Measure.COST, Window.ALWAYS, 3_000_000_000L, 1);
  }

  @Test
  void aRegeneratedKeyGoesOnWhereTheOldOneStopped() {
    Told made = generated("{'max_budget':3,'key_alias':'k','model_max_budget':{'m':1}}");
    hall.store().accounts().draw("r", List.of(new Draw(account(made.text("token")), 500_000_000)));
    hall.store()
        .accounts()
        .post("r", List.of(new Posting(account(made.text("token")).id(), "always", 400_000_000)));
    Told next = hall.post("/key/" + made.text("token") + "/regenerate", "{'metadata':{'turn':2}}");
    assertEquals(200, next.status(), next.json().toString());
    assertEquals("k", next.text("key_alias"));
    assertEquals(0.4, next.json().path("spend").asDouble());
    assertEquals(2, next.json().at("/metadata/turn").asInt());
    assertEquals(404, info(made).status());
    assertEquals(401, hall.send(made.text("key"), "GET", "/key/info", "").status());
    assertEquals(200, hall.send(next.text("key"), "GET", "/key/info", "").status());
    assertEquals("rotated", hall.audit().getFirst().action());
    assertEquals(
        "sk-abcdefghij0123456789",
        hall.post(
                "/key/regenerate",
                "{'key':'" + next.text("token") + "','new_key':'sk-abcdefghij0123456789'}")
            .text("key"));
  }

  @Test
  void aBlockedKeyIsRefusedUntilItIsNot() {
    Told made = generated("{}");
    String key = made.text("key");
    assertEquals(200, hall.send(key, "GET", "/key/info", "").status());
    assertTrue(hall.post("/key/block", "{'key':'" + key + "'}").json().path("blocked").asBoolean());
    assertEquals(401, hall.send(key, "GET", "/key/info", "").status());
    hall.post("/key/unblock", "{'key':'" + key + "'}");
    assertEquals(200, hall.send(key, "GET", "/key/info", "").status());
  }

  @Test
  void keysAreDeletedAllOrNone() {
    Told first = generated("{'key_alias':'one'}");
    Told second = generated("{'key_alias':'two'}");
    assertEquals(
        404,
        hall.post("/key/delete", "{'keys':['" + first.text("key") + "','sk-unknown']}").status());
    assertEquals(2, hall.get("/key/list").json().path("total_count").asInt());
    Told gone =
        hall.post("/key/delete", "{'keys':['" + first.text("key") + "'],'key_aliases':['two']}");
    assertEquals(
        List.of(first.text("token"), second.text("token")),
        gone.json().path("deleted_keys").valueStream().map(each -> each.asString()).toList());
    assertEquals(0, hall.get("/key/list").json().path("total_count").asInt());
    assertEquals(400, hall.post("/key/delete", "{'keys':null,'key_aliases':null}").status());
  }

  @Test
  void theListIsFilteredAndPaged() {
    for (int i = 0; i < 12; i++) {
      generated("{'key_alias':'k" + i + "','user_id':'u" + i % 3 + "'}");
      hall.pass(Duration.ofSeconds(1));
    }
    Told page = hall.get("/key/list?page=2&size=5&return_full_object=true");
    assertEquals(
        List.of("k6", "k5", "k4", "k3", "k2"),
        page.json().path("keys").valueStream().map(k -> k.path("key_alias").asString()).toList());
    assertEquals(12, page.json().path("total_count").asInt());
    assertEquals(3, page.json().path("total_pages").asInt());
    assertEquals(4, hall.get("/key/list?user_id=u1").json().path("total_count").asInt());
    assertEquals(1, hall.get("/key/list?key_alias=k1").json().path("total_count").asInt());
    assertEquals("k0", hall.get("/key/aliases?size=1").json().at("/aliases/0").asString());
    assertEquals(
        "400 organization_id: is not supported by this gateway",
        hall.get("/key/list?organization_id=x").error());
    assertEquals("400 size: must be a number from 1 to 100", hall.get("/key/list?size=0").error());
  }

  @Test
  void anExpiredKeyIsListedAsSuch() {
    generated("{'duration':'1h'}");
    generated("{}");
    hall.pass(Duration.ofHours(1));
    assertEquals(1, hall.get("/key/list?status=expired").json().path("total_count").asInt());
    assertEquals(1, hall.get("/key/list?status=active").json().path("total_count").asInt());
  }

  @Test
  void nobodyKnowsAKeyThatIsNone() {
    assertEquals(404, hall.get("/key/info?key=sk-none").status());
    assertEquals(404, hall.get("/key/info?key=x%00y").status());
    assertEquals(404, hall.post("/key/update", "{'key':'what'}").status());
    assertEquals(405, hall.get("/key/generate").status());
    assertEquals(404, hall.get("/key/nothing").status());
    assertEquals(401, hall.send(null, "GET", "/key/list", "").status());
  }
}
