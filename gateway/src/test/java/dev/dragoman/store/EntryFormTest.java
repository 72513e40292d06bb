package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dragoman.access.Entry;
import dev.dragoman.access.VirtualKey;
import dev.dragoman.json.RawJson;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The stored texts are pinned: what is in a database now must be read by every later program. */
class EntryFormTest {
  private static final String LIMITS =
      """
      "limits":{"maxBudget":25500000000,"budgetDuration":"30d","softBudget":20000000000,"rpm":60,\
      "tpm":100000,"parallel":4,"models":{"gpt-4o":{"tpm":8},"größe/*":{"maxBudget":5000000000,\
      "budgetDuration":"1mo","rpm":6,"tpm":7000}},"sessionBudget":1000000000}\
      """;

  private static final String METADATA =
      "\"metadata\":{\"größe 🜁\":[ 1.50, {\"a\": null}],\"nothing\":null}";

  private static final String TIMES =
      """
      "created":"2026-11-25T12:00:00.123456789Z","updated":"2026-11-25T12:00:01.123456789Z",\
      "revision":1}\
      """;

  private static final String KEY =
      """
      {"v":1,"id":"0a3bcd4aa2ea93b2f9bb4d9b9f7e4b6d0c5d9b5e2ac4aeb3a5d6a3c2fd8b8f4e",\
      "name":"sk-...abcd","alias":"alias of 4 🜁","user":"u-1","team":"größer",\
      "models":["gpt-4o","claude-*"],"aliases":{"haiku":"größe","sonnet":"gpt-4o"},\
      """
          + LIMITS
          + """
          ,"budget":"b-1","expires":"2026-11-25T13:00:00.123456789Z","blocked":true,\
          "tags":["b","a","ö"],\
          """
          + METADATA
          + ",\"permissions\":{\"get_spend_routes\":true},\"createdBy\":\"master\","
          + TIMES;

  private static final String USER =
      """
      {"v":1,"id":"u-1","alias":"Frau Größe","email":"g@example.com",\
      "role":"INTERNAL_USER_VIEWER","models":["gpt-4o"],\
      """
          + LIMITS
          + ",\"budget\":\"b-1\",\"blocked\":true,"
          + METADATA
          + ","
          + TIMES;

  private static final String TEAM =
      """
      {"v":1,"id":"t-1","alias":"the größte",\
      "members":[{"user":"u-2","admin":true},{"user":"u-1"}],"models":["claude-*"],\
      "aliases":{"opus":"gpt-4o"},\
      """
          + LIMITS
          + ",\"budget\":\"b-1\",\"blocked\":true,\"tags\":[\"t\"],"
          + METADATA
          + ","
          + TIMES;

  private static final String BUDGET = "{\"v\":1,\"id\":\"b-1\"," + LIMITS + "," + TIMES;

  @Test
  void entriesAreStoredAsEver() {
    VirtualKey key = Entries.key("sk-1");
    String json = KEY.replaceFirst("[0-9a-f]{64}", key.id());
    pinned(EntryForm.KEY, key, json);
    pinned(EntryForm.USER, Entries.user("u-1"), USER);
    pinned(EntryForm.TEAM, Entries.team("t-1"), TEAM);
    pinned(EntryForm.BUDGET, Entries.budget("b-1"), BUDGET);
  }

  private static <T extends Entry> void pinned(EntryForm<T> form, T entry, String json) {
    assertEquals(json, form.write(entry));
    assertEquals(entry, form.read().apply(json));
    String newer = "{\"later\":{\"a\":[1]},\"more\":null," + json.substring(1);
    assertEquals(entry, form.read().apply(newer));
    String misread = json.replace("\"v\":1,", "\"v\":2,");
    UncheckedIOException fault =
        assertThrows(UncheckedIOException.class, () -> form.read().apply(misread));
    assertEquals(
        "a stored " + form.kind() + " has version 2, this program reads 1", fault.getMessage());
    for (String broken :
        new String[] {
          "",
          "{}",
          json.substring(0, json.length() / 2),
          json.replace("\"revision\":1", "\"revision\":\"1\""),
          json.replace("\"created\":\"2026", "\"created\":\"two"),
          json.replace("\"maxBudget\":25500000000", "\"maxBudget\":25.5")
        }) {
      assertThrows(UncheckedIOException.class, () -> form.read().apply(broken), broken);
    }
  }

  @Test
  void whatIsNotSetIsLeftOut() {
    VirtualKey key = Entries.key("sk-1", null, null, null);
    String json = EntryForm.KEY.write(key);
    assertEquals(
        "{\"v\":1,\"id\":\""
            + key.id()
            + "\",\"name\":\"sk-...abcd\",\"createdBy\":\"master\","
            + "\"created\":\"2026-11-25T12:00:00.123456789Z\","
            + "\"updated\":\"2026-11-25T12:00:00.123456789Z\",\"revision\":1}",
        json);
    assertEquals(key, EntryForm.KEY.read().apply(json));
  }

  @Test
  void aFlagThatIsNoneIsAFault() {
    String json = USER.replace("\"blocked\":true", "\"blocked\":\"no\"");
    assertThrows(UncheckedIOException.class, () -> EntryForm.USER.read().apply(json));
    String role = USER.replace("INTERNAL_USER_VIEWER", "EMPEROR");
    assertThrows(UncheckedIOException.class, () -> EntryForm.USER.read().apply(role));
  }

  @Test
  void aPolicyIsStoredAsEverAndOneThatCannotBeReadIsAFault() {
    Map<String, RawJson> policy =
        Map.of("max_budget", RawJson.of("1.50"), "budget_duration", RawJson.of("\"30d\""));
    String json = "{\"v\":1,\"settings\":{\"budget_duration\":\"30d\",\"max_budget\":1.50}}";
    assertEquals(json, PolicyJson.write(policy));
    assertEquals(policy, PolicyJson.read(json));
    assertThrows(
        UncheckedIOException.class, () -> PolicyJson.read(json.replace("1.50", "\"lost\"")));
    assertThrows(
        UncheckedIOException.class, () -> PolicyJson.read(json.replace("\"v\":1", "\"v\":2")));
  }
}
