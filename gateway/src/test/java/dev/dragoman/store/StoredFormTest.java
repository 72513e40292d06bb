package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dragoman.json.RawJson;
import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import dev.dragoman.routing.RouterSettings;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The stored texts are pinned: what is in a database now must be read by every later program. */
class StoredFormTest {
  private static final String DEPLOYMENT =
      """
      {"v":1,"id":"d-1","modelName":"claude-sonnet-4-5","provider":"azure","model":"gpt-5",\
      "apiBase":"https://example.openai.azure.com","apiKey":"os.environ/AZURE_API_KEY",\
      "headers":{"x-a":"1","x-team":"Öffentlich"},"timeoutMillis":600000,\
      "streamTimeoutMillis":15000,"maxOutputTokens":8192,"contextWindow":200000,\
      "settings":{"drop_params":true,"input_cost_per_token":1.5e-06,"nothing":null,\
      "tags":[ "a",
       null ],"weight":3},"origin":"API"}\
      """;

  private static final String RECORD =
      """
      {"v":1,"id":"req_1","keyHash":"ab12","user":"u-1","team":"größer",\
      "tags":["a","ö"],"session":"session 1","agent":"agent 1","modelAsked":"claude-sonnet-4-5","modelServed":"gpt-5",\
      "provider":"azure","deployment":"d-1","state":"FAILED",\
      "usage":{"origin":"REPORTED","input":10,"output":20,"cacheRead":3,"cacheWrite5m":4,\
      "cacheWrite1h":5,"thinking":6,"searches":7},\
      "replaced":[{"deployment":"d-0","error":"api_error: broke","usage":{"origin":"MISSING"}},\
      {"deployment":"d-2","provider":"azure","model":"gpt-5","error":"timeout_error: größer",\
      "usage":{"origin":"REPORTED","input":5,"output":0}}],"start":"2026-03-01T12:00:00.123456789Z",\
      "firstContent":"2026-03-01T12:00:00.523456789Z","end":"2026-03-01T12:00:07.123456789Z",\
      "status":529,"error":"overloaded_error: too many",\
      "notes":["top_k: left out","größer 🜁"],"cost":1234,"unpriced":["gpt-5 input"],\
      "gatewayCost":5,"hold":{"estimate":99,"parts":[{"account":"key/ab12/cost",\
      "window":"2026-11","measure":"COST","amount":99}]},"until":"2026-03-01T12:15:00.123456789Z"}\
      """;

  @Test
  void aDeploymentIsStoredAsEver() {
    assertEquals(DEPLOYMENT, DeploymentJson.write(Samples.full()));
    assertEquals(Samples.full(), DeploymentJson.read(DEPLOYMENT));
  }

  @Test
  void aUsageRecordIsStoredAsEver() {
    assertEquals(RECORD, UsageRecordJson.write(Samples.full("req_1")));
    assertEquals(Samples.full("req_1"), UsageRecordJson.read(RECORD));
  }

  @Test
  void settingsAreStoredAsEver() {
    Map<String, RawJson> byName =
        Map.of("num_retries", RawJson.of("3"), "fallbacks", RawJson.of("[ {\"a\": [\"b\"]}]"));
    String stored = SettingsJson.write(Samples.settings(byName));
    assertEquals(
        "{\"v\":1,\"settings\":{\"fallbacks\":[ {\"a\": [\"b\"]}],\"num_retries\":3}}", stored);
    assertEquals(byName, SettingsJson.read(stored).byName());
    assertEquals("{\"v\":1}", SettingsJson.write(RouterSettings.DEFAULT));
    assertEquals(RouterSettings.DEFAULT, SettingsJson.read("{\"v\":1}"));
  }

  @Test
  void whatIsNullIsLeftOut() {
    Deployment deployment = Samples.deployment("m", "d", Origin.CONFIG);
    String stored = DeploymentJson.write(deployment);
    assertEquals(
        "{\"v\":1,\"id\":\"d\",\"modelName\":\"m\",\"provider\":\"openai\",\"model\":\"gpt-5\","
            + "\"origin\":\"CONFIG\"}",
        stored);
    assertEquals(deployment, DeploymentJson.read(stored));

    UsageRecord record = UsageRecord.open("r", Payer.NOBODY, "m", Samples.START);
    String open = UsageRecordJson.write(record);
    assertEquals(
        "{\"v\":1,\"id\":\"r\",\"modelAsked\":\"m\",\"state\":\"OPEN\","
            + "\"usage\":{\"origin\":\"MISSING\"},\"start\":\"2026-03-01T12:00:00.123456789Z\"}",
        open);
    assertEquals(record, UsageRecordJson.read(open));
  }

  @Test
  void aUsageRecordFromBeforeSearchesWereCountedDoesNotKnowThem() {
    UsageRecord record = UsageRecordJson.read(RECORD.replace(",\"searches\":7", ""));
    assertEquals(new Usage(Usage.Origin.REPORTED, 10L, 20L, 3L, 4L, 5L, 6L, null), record.usage());
  }

  @Test
  void aZeroIsNotUnknown() {
    Usage usage = new Usage(Usage.Origin.REPORTED, 0L, null, null, 0L, null, Long.MAX_VALUE, null);
    UsageRecord record = Samples.settled("r", usage);
    assertEquals(record, UsageRecordJson.read(UsageRecordJson.write(record)));
  }

  @Test
  void fieldsOfANewerProgramAreIgnored() {
    String extra = "{\"later\":{\"a\":[1,{\"v\":9}]},\"more\":\"text\",";
    assertEquals(Samples.full(), DeploymentJson.read(extra + DEPLOYMENT.substring(1)));
    assertEquals(Samples.full("req_1"), UsageRecordJson.read(extra + RECORD.substring(1)));
  }

  @Test
  void aVersionThatWouldBeMisreadIsRefused() {
    String newer = DEPLOYMENT.replace("\"v\":1", "\"v\":2");
    UncheckedIOException fault =
        assertThrows(UncheckedIOException.class, () -> DeploymentJson.read(newer));
    assertEquals("a stored deployment has version 2, this program reads 1", fault.getMessage());
  }

  @Test
  void aBrokenTextIsAFault() {
    for (String broken :
        new String[] {
          "",
          "[]",
          "{}",
          "nonsense",
          RECORD.substring(0, RECORD.length() / 2),
          RECORD.replace("\"FAILED\"", "\"LOST\""),
          RECORD.replace("\"start\":\"2026", "\"start\":\"two"),
          RECORD.replace("\"status\":529", "\"status\":\"529\""),
          RECORD.replace("\"status\":529", "\"status\":52900000000"),
          RECORD.replace("\"modelAsked\"", "\"modelWanted\""),
        }) {
      assertThrows(UncheckedIOException.class, () -> UsageRecordJson.read(broken), broken);
    }
  }

  @Test
  void halfASurrogatePairDoesNotSpoilARecord() {
    UsageRecord record = UsageRecord.open("r", Payer.NOBODY, "x\ud83dy", Samples.START);
    assertEquals("x\uFFFDy", UsageRecordJson.read(UsageRecordJson.write(record)).modelAsked());
  }
}
