package dev.dragoman.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.wire.Headers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MessagesFunctionTest {
  private static final String MODELS =
      """
      {"httpMethod": "GET", "path": "/v1/models", "headers": {"X-API-KEY": "sk-1234"}}\
      """;

  private static Invoked models(String key) throws IOException {
    return Invoked.by(Invoked.function(Map.of("LITELLM_MASTER_KEY", key)), MODELS, false);
  }

  @Test
  void aWeakOrUnresolvedMasterKeyAdmitsNobodyAndTheAnswerSaysWhy() throws IOException {
    for (String key : List.of("sk-1234", "{{resolve:secretsmanager:MasterKeySecret}}", "", " ")) {
      Invoked answer = models(key);
      assertEquals(401, answer.status());
      assertEquals("false", answer.header("x-should-retry"));
      assertTrue(answer.header("request-id").startsWith("req_"));
    }
    assertTrue(models("sk-1234").text().contains("stands in every tutorial"));
    assertTrue(models("{{resolve:x}}").text().contains("nobody resolved"));
    assertTrue(models("").text().contains("set LITELLM_MASTER_KEY"));
  }

  @Test
  void aWeakMasterKeyDoesNotMakeTheFunctionIll() throws IOException {
    MessagesFunction function = Invoked.function(Map.of("LITELLM_MASTER_KEY", "sk-1234"));
    String health = "{\"httpMethod\": \"GET\", \"path\": \"/health/liveliness\"}";
    assertEquals(200, Invoked.by(function, health, false).status());
  }

  @Test
  void tablesThatOnlyATemplateNamesAreNoTablesOnTheMachineItself() {
    Map<String, String> names =
        Map.of("DRAGOMAN_MAPPINGS_TABLE", "MappingsTable", "DRAGOMAN_USAGE_TABLE", "UsageTable");
    assertEquals("MappingsTable", tables(names).mappings());
    Map<String, String> local = new java.util.HashMap<>(names);
    local.put("AWS_SAM_LOCAL", "true");
    assertNull(Settings.of(local::get).tables());
    local.put("DRAGOMAN_DYNAMODB_ENDPOINT", "http://127.0.0.1:8000");
    local.put("DRAGOMAN_USAGE_DAYS", "3");
    assertEquals("UsageTable", tables(local).usage());
    assertEquals(Duration.ofDays(3), tables(local).retention());
    local.put("DRAGOMAN_USAGE_DAYS", "0");
    assertNull(tables(local).retention());
  }

  private static dev.dragoman.store.DynamoStore.Tables tables(Map<String, String> variables) {
    var tables = Settings.of(variables::get).tables();
    if (tables == null) {
      throw new AssertionError("no tables");
    }
    return tables;
  }

  @Test
  void aMissingTableOfTrafficIsSaidInOneLine() {
    Map<String, String> variables =
        new java.util.HashMap<>(
            Map.of(
                "LITELLM_MASTER_KEY", "sk-1234567890",
                "AWS_REGION", "eu-central-1",
                "DRAGOMAN_MAPPINGS_TABLE", "mappings",
                "DRAGOMAN_USAGE_TABLE", "usage",
                "DRAGOMAN_ACCESS_TABLE", "access",
                "DRAGOMAN_ACCOUNTS_TABLE", "accounts"));
    List<LogRecord> said = said(variables);
    assertEquals(1, said.size());
    assertTrue(said.getFirst().getMessage().startsWith("DRAGOMAN_TRAFFIC_TABLE is not set"));
    variables.put("DRAGOMAN_TRAFFIC_TABLE", "traffic");
    assertEquals(List.of(), said(variables));
    assertEquals(List.of(), said(Map.of("LITELLM_MASTER_KEY", "sk-1234567890")));
  }

  @Test
  void aStackWithoutTablesOfKeysAndAccountsSaysWhatItLacks() {
    Map<String, String> variables =
        Map.of(
            "LITELLM_MASTER_KEY", "sk-1234567890",
            "AWS_REGION", "eu-central-1",
            "DRAGOMAN_MAPPINGS_TABLE", "mappings",
            "DRAGOMAN_USAGE_TABLE", "usage");
    IllegalStateException lacks =
        assertThrows(IllegalStateException.class, () -> Invoked.function(variables));
    assertTrue(lacks.toString().contains("deploy the newer template"), lacks::toString);
  }

  /** What a function with these variables logs before its first event. */
  private static List<LogRecord> said(Map<String, String> variables) {
    List<LogRecord> records = new ArrayList<>();
    Logger log = Logger.getLogger("dev.dragoman");
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            records.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    log.addHandler(handler);
    try {
      Invoked.function(variables);
    } finally {
      log.removeHandler(handler);
    }
    return records;
  }

  @Test
  void anAnswerEndsFifteenSecondsBeforeItsInvocationAtTheLatest() {
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    InstantSource clock = InstantSource.fixed(now);
    assertEquals(now.plusSeconds(885), MessagesFunction.deadline(new OnlyTime(900_000), clock));
    assertEquals(now.plusSeconds(15), MessagesFunction.deadline(new OnlyTime(30_000), clock));
    assertEquals(now.plusSeconds(3), MessagesFunction.deadline(new OnlyTime(6_000), clock));
    assertEquals(now, MessagesFunction.deadline(new OnlyTime(-1), clock));
    assertNull(MessagesFunction.deadline(null, clock));
  }

  @Test
  void aFunctionAnswersWithoutAContextToo() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] event = MODELS.getBytes(StandardCharsets.UTF_8);
    Invoked.function(Map.of("LITELLM_MASTER_KEY", "sk-1234567890"))
        .handleRequest(new ByteArrayInputStream(event), out, null);
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("\"statusCode\":401"));
  }

  @Test
  void settingsDoNotTellTheKey() {
    Settings settings = Settings.of(Map.of("LITELLM_MASTER_KEY", "sk-secret-one")::get);
    assertEquals("sk-secret-one", settings.masterKey());
    assertFalse(settings.toString().contains("secret-one"));
  }

  @Test
  void repeatedHeadersGoWhereTheCallerReadsThem() throws IOException {
    Headers headers =
        Headers.of("Vary", "a", "vary", "b", "X-One", "1", "set-cookie", "c=1", "Set-Cookie", "d=2")
            .with("content-length", "2")
            .with("connection", "close");
    String rest = head(headers, true);
    assertEquals(
        "{\"statusCode\":200,\"headers\":{\"x-one\":\"1\"},\"multiValueHeaders\":{\"vary\":[\"a\",\"b\"],"
            + "\"set-cookie\":[\"c=1\",\"d=2\"]}}",
        rest);
    String url = head(headers, false);
    assertEquals(
        "{\"statusCode\":200,\"headers\":{\"vary\":\"a, b\",\"x-one\":\"1\"},\"cookies\":[\"c=1\",\"d=2\"]}",
        url);
  }

  private static String head(Headers headers, boolean multiValue) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new EventResponder(out, true, multiValue).begin(200, headers).close();
    String all = out.toString(StandardCharsets.UTF_8);
    return all.substring(0, all.indexOf('\0'));
  }

  @Test
  void aBodyThatIsNoTextIsSentAsBase64() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = {(byte) 0xff, 0, 1};
    new EventResponder(out, false, true).whole(200, Headers.EMPTY, bytes);
    JsonNode json = JsonMapper.shared().readTree(out.toByteArray());
    assertTrue(json.get("isBase64Encoded").booleanValue());
    assertEquals("/wAB", json.get("body").asString());
  }

  @Test
  void anAnswerBeginsOnce() throws IOException {
    EventResponder responder = new EventResponder(new ByteArrayOutputStream(), true, true);
    OutputStream body = responder.begin(200, Headers.EMPTY);
    assertThrows(IllegalStateException.class, () -> responder.begin(500, Headers.EMPTY));
    assertFalse(responder.ended());
    body.close();
    assertTrue(responder.ended());
  }

  @Test
  void aLogRecordIsOneLineOfJson() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LogLines lines = new LogLines(new PrintStream(out, true, StandardCharsets.UTF_8));
    LogRecord record = new LogRecord(Level.WARNING, "req_0123456789abcdefABCDEFGH: \"so\"\nit is");
    record.setThrown(new IOException("gone"));
    lines.publish(record);
    lines.publish(new LogRecord(Level.FINE, "fine"));
    List<String> written = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(2, written.size());
    JsonNode first = JsonMapper.shared().readTree(written.getFirst());
    assertEquals("WARN", first.get("level").asString());
    assertEquals("req_0123456789abcdefABCDEFGH", first.get("requestId").asString());
    assertEquals(record.getMessage(), first.get("message").asString());
    assertEquals(record.getInstant().toString(), first.get("timestamp").asString());
    assertTrue(first.get("stackTrace").asString().startsWith("java.io.IOException: gone\n\tat "));
    assertEquals("DEBUG", JsonMapper.shared().readTree(written.get(1)).get("level").asString());
  }

  @Test
  void aRenewedSourceGoesAnotherWay() {
    RenewableRandom random = new RenewableRandom();
    long before = random.nextLong();
    random.renew();
    assertNotEquals(before, random.nextLong());
  }
}
