package dev.dragoman.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ChatScripts;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.lambda.emulator.Answer;
import dev.dragoman.lambda.emulator.Chunk;
import dev.dragoman.lambda.emulator.EmulatedFunction;
import dev.dragoman.lambda.emulator.Invocation;
import dev.dragoman.lambda.emulator.RuntimeApiEmulator;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.provider.Deployment;
import dev.dragoman.store.DynamoStore;
import dev.dragoman.store.LocalDynamo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The function as it is packed, with its layer, as a process on an emulated platform; its tables in
 * DynamoDB Local, and its provider on loopback.
 */
@SuppressWarnings("try") // an interrupted close is a failed test
class FunctionProcessIT {
  private static final Path TASK = Path.of("target/function");
  private static final Path LAYER = Path.of("../layers/streaming-runtime/target/layer");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  static final String KEY = "sk-of-the-test-0123";

  private static LocalDynamo dynamo;

  @TempDir Path work;
  private RuntimeApiEmulator platform;
  private DynamoStore.Tables tables;
  private DynamoStore store;

  @BeforeAll
  static void startTables() {
    dynamo = LocalDynamo.start();
  }

  @AfterAll
  static void stopTables() {
    dynamo.close();
  }

  @BeforeEach
  void open() throws IOException {
    platform = RuntimeApiEmulator.start();
    tables = dynamo.tables(null);
    store =
        new DynamoStore(
            LocalDynamo.client(dynamo.endpoint(), UrlConnectionHttpClient.create()),
            tables,
            new Random(1));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    platform.close();
  }

  private EmulatedFunction.Builder function() {
    return EmulatedFunction.of(platform, MessagesFunction.class.getName(), work)
        .layer(LAYER)
        .task(TASK)
        .env("AWS_REGION", LocalDynamo.REGION)
        .env("AWS_ACCESS_KEY_ID", "local")
        .env("AWS_SECRET_ACCESS_KEY", "local")
        .env("DRAGOMAN_MAPPINGS_TABLE", tables.mappings())
        .env("DRAGOMAN_USAGE_TABLE", tables.usage())
        .env("DRAGOMAN_TRAFFIC_TABLE", String.valueOf(tables.traffic()))
        .env("DRAGOMAN_ACCESS_TABLE", String.valueOf(tables.access()))
        .env("DRAGOMAN_ACCOUNTS_TABLE", String.valueOf(tables.accounts()))
        .env("DRAGOMAN_DYNAMODB_ENDPOINT", dynamo.endpoint().toString())
        .env("LITELLM_MASTER_KEY", KEY)
        .env("OPENAI_API_KEY", "sk-of-the-provider");
  }

  private void map(String model, ScriptedChatServer upstream) {
    store.mappings().put(Deployment.of(model, "openai", "gpt-4o").at(upstream.baseUrl(), null));
  }

  static String messages(String model, String text) {
    JsonMapper json = JsonMapper.shared();
    ObjectNode body = json.createObjectNode().put("model", model).put("max_tokens", 100);
    body.put("stream", true)
        .putArray("messages")
        .addObject()
        .put("role", "user")
        .put("content", text);
    ObjectNode event =
        json.createObjectNode().put("httpMethod", "POST").put("resource", "/{proxy+}");
    event.put("path", "/v1/messages").putObject("pathParameters").put("proxy", "v1/messages");
    event.putObject("requestContext").put("stage", "prod").put("path", "/prod/v1/messages");
    event.putObject("multiValueHeaders").putArray("Authorization").add("Bearer " + KEY);
    return event.put("body", body.toString()).put("isBase64Encoded", false).toString();
  }

  private static String header(Answer answer, String name) {
    Object headers = answer.prelude().get("headers");
    return headers instanceof Map<?, ?> map ? String.valueOf(map.get(name)) : "";
  }

  private UsageRecord record(Answer answer) {
    return store.ledger().find(header(answer, "request-id")).orElseThrow();
  }

  private static ChatScript paced() {
    ChatScript script = ChatScript.stream();
    for (String piece : List.of("one", " two", " three", " four")) {
      script = script.text(piece).pause(Duration.ofMillis(200));
    }
    return script.finish("stop").usage(100, 20, 0, 0).done();
  }

  @Test
  void textArrivesAsTheProviderSendsItAndIsSettled() throws Exception {
    try (ScriptedChatServer upstream = ScriptedChatServer.answering(paced(), paced());
        EmulatedFunction function = function().start()) {
      map("gpt-4o", upstream);
      Invocation cold = platform.enqueue(messages("gpt-4o", "hello"));
      Answer answer = cold.await(LIMIT);
      Duration coldTime = function.until(answer.chunks().getFirst());
      assertEquals(Answer.Mode.STREAMING, answer.mode(), function.err());
      assertEquals(200, answer.prelude().get("statusCode"));
      assertEquals("text/event-stream; charset=utf-8", header(answer, "content-type"));
      assertTrue(answer.text().startsWith("event: message_start\ndata: {"), answer.text());
      assertTrue(answer.text().stripTrailing().endsWith("{\"type\":\"message_stop\"}"));
      assertPaced(answer);

      UsageRecord record = record(answer);
      assertEquals(State.COMPLETED, record.state());
      assertEquals(100L, record.usage().input());
      assertEquals(20L, record.usage().output());
      assertEquals("gpt-4o", record.modelServed());

      long start = System.nanoTime();
      Invocation warm = platform.enqueue(messages("gpt-4o", "again"));
      Duration warmTime = Duration.ofNanos(warm.firstChunk(LIMIT).nanos() - start);
      assertPaced(warm.await(LIMIT));
      System.out.println(
          "process start to first byte: "
              + coldTime.toMillis()
              + " ms; event to first byte, warm: "
              + warmTime.toMillis()
              + " ms");
      upstream.assertClean();
      assertEquals("", function.err());
      assertLogIsJson(function.out());
    }
  }

  /** One chunk for each piece of text, more than 100 ms after the one before. */
  private static void assertPaced(Answer answer) {
    List<Chunk> pieces =
        answer.chunks().stream().filter(chunk -> chunk.text().contains("text_delta")).toList();
    assertEquals(4, pieces.size());
    for (int i = 1; i < pieces.size(); i++) {
      long gap = Duration.ofNanos(pieces.get(i).nanos() - pieces.get(i - 1).nanos()).toMillis();
      assertTrue(gap > 100, "gap " + i + " was " + gap + " ms");
    }
  }

  private static void assertLogIsJson(String log) {
    assertFalse(log.isEmpty());
    for (String line : log.lines().toList()) {
      assertTrue(JsonMapper.shared().readTree(line).has("level"), line);
    }
  }

  @Test
  void aProviderThatBreaksOffIsAnErrorEventAndNoFaultOfTheFunction() throws Exception {
    try (ScriptedChatServer upstream = ScriptedChatServer.answering(ChatScripts.cut("half a"));
        EmulatedFunction function = function().start()) {
      map("gpt-4o", upstream);
      Answer answer = platform.enqueue(messages("gpt-4o", "hello")).await(LIMIT);
      assertEquals(Answer.Mode.STREAMING, answer.mode(), function.err());
      assertNull(answer.errorType());
      assertTrue(answer.text().contains("half a"));
      assertTrue(answer.text().contains("event: error\n"), answer.text());
      assertFalse(answer.text().contains("message_stop"));
      assertEquals(State.FAILED, record(answer).state());
    }
  }

  @Test
  void aKeyOfTheProviderThatIsMissingIsNamed() throws Exception {
    try (ScriptedChatServer upstream = ScriptedChatServer.answering();
        EmulatedFunction function = function().env("OPENAI_API_KEY", "").start()) {
      map("gpt-4o", upstream);
      Answer answer = platform.enqueue(messages("gpt-4o", "hello")).await(LIMIT);
      assertEquals(500, answer.prelude().get("statusCode"));
      assertTrue(answer.text().contains("OPENAI_API_KEY is not set"), answer.text());
      assertEquals("false", header(answer, "x-should-retry"));
    }
  }

  @Test
  void anEmptyTableHasNoModels() throws Exception {
    try (EmulatedFunction function = function().start()) {
      Answer answer = platform.enqueue(messages("claude-demo", "hello")).await(LIMIT);
      assertEquals(404, answer.prelude().get("statusCode"), function.err());
      assertTrue(answer.text().contains("not_found_error"), answer.text());
    }
  }

  @Test
  void invocationsAtTheSameTimeDoNotMeet() throws Exception {
    int count = 4;
    CountDownLatch all = new CountDownLatch(count);
    try (ScriptedChatServer upstream =
            ScriptedChatServer.start(request -> {
              String asked = request.messages().getLast().path("content").asString();
              return ChatScript.stream()
                  .text("to " + asked)
                  .signal(all)
                  .pause(all)
                  .text(", in full")
                  .finish("stop")
                  .usage(10 * Integer.parseInt(asked), 1, 0, 0)
                  .done();
            });
        EmulatedFunction function =
            function().env("AWS_LAMBDA_MAX_CONCURRENCY", "" + count).start()) {
      map("gpt-4o", upstream);
      List<Invocation> invocations = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        invocations.add(platform.enqueue(messages("gpt-4o", String.valueOf(i))));
      }
      Set<String> ids = new HashSet<>();
      for (int i = 1; i <= count; i++) {
        Answer answer = invocations.get(i - 1).await(LIMIT);
        int own = i;
        assertTrue(answer.text().contains("to " + i), answer.text());
        assertTrue(answer.text().contains(", in full"), function.err());
        assertTrue(
            IntStream.rangeClosed(1, count)
                .filter(other -> other != own)
                .noneMatch(other -> answer.text().contains("to " + other)));
        assertEquals(10L * i, record(answer).usage().input());
        ids.add(header(answer, "request-id"));
      }
      assertEquals(count, ids.size());
      upstream.assertClean();
    }
  }

  @Test
  void aSnapshotIsPrimedAndItsCopiesReadTheirMappingsAfresh() throws Exception {
    try (ScriptedChatServer upstream = ScriptedChatServer.answering(ChatScripts.text("restored"));
        EmulatedFunction function =
            function().env("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start").start()) {
      platform.awaitCheckpoint(LIMIT);
      assertEquals("", function.out() + function.err());
      map("gpt-4o", upstream);
      Invocation invocation = platform.enqueue(messages("gpt-4o", "hello"));
      long restored = System.nanoTime();
      platform.restore();
      Chunk first = invocation.firstChunk(LIMIT);
      System.out.println(
          "restore to first byte: " + (first.nanos() - restored) / 1_000_000 + " ms");
      Answer answer = invocation.await(LIMIT);
      assertEquals(200, answer.prelude().get("statusCode"), answer.text());
      assertEquals(State.COMPLETED, record(answer).state());
    }
  }

  @Test
  void aStackFromBeforeThereWasATableOfTrafficServesAndSaysSo() throws Exception {
    try (ScriptedChatServer upstream = ScriptedChatServer.answering(ChatScripts.text("served"));
        EmulatedFunction function = function().env("DRAGOMAN_TRAFFIC_TABLE", "").start()) {
      map("gpt-4o", upstream);
      Answer answer = platform.enqueue(messages("gpt-4o", "hello")).await(LIMIT);
      assertEquals(200, answer.prelude().get("statusCode"), answer.text());
      assertEquals(
          1,
          function.out().lines().filter(line -> line.contains("DRAGOMAN_TRAFFIC_TABLE")).count());
    }
  }

  @Test
  void aSnapshotWithoutItsTablesIsTakenAndSaysSo() throws Exception {
    try (EmulatedFunction function =
        function()
            .env("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")
            .env("DRAGOMAN_MAPPINGS_TABLE", "nowhere")
            .start()) {
      platform.awaitCheckpoint(LIMIT);
      assertTrue(function.out().contains("the snapshot is not primed"), function.out());
    }
  }

  @Test
  void anEventWithoutARequestIsAnswered() throws Exception {
    try (EmulatedFunction function = function().start()) {
      Answer odd = platform.enqueue("{\"hello\": \"world\"}").await(LIMIT);
      assertEquals(400, odd.prelude().get("statusCode"));
      assertTrue(odd.text().contains("invalid_request_error"));
      Answer tick = platform.enqueue("{\"source\": \"aws.events\"}").await(LIMIT);
      assertEquals(200, tick.prelude().get("statusCode"));
      assertNotEquals(Answer.Mode.ERROR, tick.mode(), function.err());
    }
  }
}
