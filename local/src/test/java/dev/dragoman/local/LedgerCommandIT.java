package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.ChatScripts;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Accounts.Draw;
import dev.dragoman.ledger.Accounts.Standing;
import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Hold;
import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.Sums.Amounts;
import dev.dragoman.ledger.UsageLedger.Selection;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.ledger.Window;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.store.DynamoStore;
import dev.dragoman.store.LocalDynamo;
import dev.dragoman.store.SqliteStore;
import dev.dragoman.store.Store;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code ./dragoman ledger}, on both stores. */
final class LedgerCommandIT {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "UPSTREAM_KEY", "sk-upstream",
          "LITELLM_MASTER_KEY", GatewayProcess.KEY,
          "AWS_ACCESS_KEY_ID", "test",
          "AWS_SECRET_ACCESS_KEY", "test");

  private static final Account BUDGET =
      new Account("key/k/cost", "key k", Account.Measure.COST, Window.ALWAYS, 1_000, 1);

  /** A request of 100 tokens in and 20 out at these prices, in nano-dollars. */
  private static final long CHEAP = 100 * 1_000 + 20 * 2_000;

  private static final long DEAR = 100 * 10_000 + 20 * 2_000;

  private final Instant now = Instant.now();
  private final LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);

  /** Long enough ago for a table's stream to have delivered what was settled then. */
  private final LocalDate past = today.minusDays(4);

  @TempDir private Path folder;

  private record Done(int code, String said) {}

  @Test
  void aPriceThatIsCorrectedCorrectsRecordsSumsAndReports() throws Exception {
    try (ScriptedChatServer upstream =
        ScriptedChatServer.start(request -> ChatScripts.text("Paris."))) {
      Path config = Configs.gpt4o(folder, upstream.baseUrl());
      price(config, "1.0e-06");
      try (GatewayProcess gateway =
          GatewayProcess.start(folder, VARIABLES, "--config", config.toString())) {
        ask(gateway);
        ask(gateway);
        assertEquals(0.00028, report(gateway).path("total_spend").asDouble());
        price(config, "1.0e-05");
        Done repriced = local("reprice", day(-1), day(1), "--config", config.toString());
        assertEquals(0, repriced.code(), repriced.said());
        assertTrue(repriced.said().contains(" has other costs now\n"), repriced.said());
        assertTrue(
            repriced
                .said()
                .endsWith("requests: 2, changed: 2, cost before: $0.00028, now: $0.00208\n"),
            repriced.said());
        JsonNode report = report(gateway);
        assertEquals(0.00208, report.path("total_spend").asDouble());
        assertEquals(2, report.path("total_api_requests").asInt(), report::toString);
        Done again = local("reprice", day(-1), day(1), "--config", config.toString());
        assertTrue(again.said().contains("requests: 2, changed: 0,"), again.said());
      }
      try (SqliteStore store = SqliteStore.open(folder.resolve("data/dragoman.db"))) {
        assertEquals(List.of(DEAR, DEAR), costs(store));
        Amounts total = total(store, today.minusDays(1), today.plusDays(1));
        assertEquals(2 * DEAR, total.cost());
      }
    }
  }

  @Test
  void aDayIsRebuiltFromItsRecordsUnlessFewerAreLeft() throws Exception {
    try (SqliteStore store = SqliteStore.open(folder.resolve("data/dragoman.db"))) {
      store.ledger().settle(settled("req_1", "d-1"));
      store.ledger().settle(settled("req_2", "d-1"));
      assertEquals(2, total(store, past, past).requests());
      forget("UPDATE daily SET requests = 1, cost = 7 WHERE breakdown = 'total'");
      Done rebuilt = local("rebuild", past.toString(), past.toString());
      assertEquals(new Done(0, past + ": requests: 2\n"), rebuilt);
      assertEquals(2 * CHEAP, total(store, past, past).cost());
      forget("DELETE FROM usage WHERE id = 'req_2'");
      Done refused = local("rebuild", past.toString(), past.plusDays(1).toString());
      assertEquals(1, refused.code(), refused.said());
      assertEquals(
          past
              + " is not rebuilt: "
              + past
              + " has 1 settled records left of 2 requests that were counted: its sums stay\n"
              + past.plusDays(1)
              + ": requests: 0\n",
          refused.said());
      assertEquals(2 * CHEAP, total(store, past, past).cost());
      assertEquals(0, local("rebuild", "--fewer", past.toString(), past.toString()).code());
      assertEquals(CHEAP, total(store, past, past).cost());
    }
  }

  private void forget(String sql) throws SQLException {
    try (Connection connection = connect()) {
      connection.createStatement().execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/dragoman.db"));
  }

  @Test
  void whatADeadProcessLeftOpenIsEnded() throws Exception {
    try (SqliteStore store = SqliteStore.open(folder.resolve("data/dragoman.db"))) {
      leaveOpen(store);
      assertEquals(new Done(0, "requests ended: 1\n"), withoutLog(local("sweep")));
      assertEnded(store);
      assertEquals(new Done(0, "requests ended: 0\n"), local("sweep"));
    }
  }

  @Test
  void aRunningGatewayEndsThemAndAddsUpByItself() throws Exception {
    Path config = Configs.gpt4o(folder, "http://127.0.0.1:1/v1");
    try (SqliteStore store = SqliteStore.open(folder.resolve("data/dragoman.db"))) {
      leaveOpen(store);
      try (GatewayProcess _ =
          GatewayProcess.start(folder, VARIABLES, "--config", config.toString())) {
        Instant patience = Instant.now().plusSeconds(60);
        while (addedUp() == 0 && Instant.now().isBefore(patience)) {
          Thread.sleep(50);
        }
      }
      assertEnded(store);
      assertEquals(1, addedUp());
    }
  }

  /** The requests in all sums; nobody asks for a report, which would add up first. */
  private long addedUp() throws SQLException {
    try (Connection connection = connect();
        ResultSet row =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT coalesce(sum(requests), 0) FROM daily"
                        + " WHERE scope = 'all' AND breakdown = 'total'")) {
      return row.getLong(1);
    }
  }

  @Test
  void tablesAreRepricedRebuiltAndSweptToo() throws Exception {
    try (LocalDynamo dynamo = LocalDynamo.start()) {
      DynamoStore.Tables tables = dynamo.tables(null);
      Path config = Configs.gpt4o(folder, "http://127.0.0.1:1/v1");
      price(config, "1.0e-05");
      String[] where = {"--region", LocalDynamo.REGION, "--endpoint", dynamo.endpoint().toString()};
      Done pushed =
          dragoman(where, "config", "push", config.toString(), "--table", tables.mappings());
      assertEquals(0, pushed.code(), pushed.said());
      try (Store store = new DynamoStore(dynamo.client(), tables, new Random(1))) {
        Deployment served = store.mappings().load().deployments().getFirst();
        store.ledger().settle(settled("req_1", served.id()));
        store.ledger().settle(settled("req_2", served.id()));
        leaveOpen(store);
        String[] ledger = {"ledger", "--usage-table", tables.usage()};
        String[] prices = {"--mappings-table", tables.mappings()};
        String[] accounts = {"--accounts-table", Objects.requireNonNull(tables.accounts())};
        String[] days = {past.toString(), past.toString()};

        Done repriced = dragoman(where, join(ledger, prices, new String[] {"reprice"}, days));
        assertEquals(0, repriced.code(), repriced.said());
        assertTrue(
            repriced
                .said()
                .endsWith("requests: 2, changed: 2, cost before: $0.00028, now: $0.00208\n"),
            repriced.said());
        assertEquals(List.of(DEAR, DEAR), costs(store));

        Done rebuilt = dragoman(where, join(ledger, accounts, new String[] {"rebuild"}, days));
        assertEquals(new Done(0, past + ": requests: 2\n"), rebuilt);
        assertEquals(2 * DEAR, total(store, past, past).cost());

        Done swept = dragoman(where, join(ledger, accounts, new String[] {"sweep"}));
        assertEquals(new Done(0, "requests ended: 1\n"), withoutLog(swept));
        assertEnded(store);

        Done missing =
            dragoman(where, "ledger", "sweep", "--usage-table", "nope", "--accounts-table", "nor");
        assertEquals(2, missing.code(), missing.said());
        assertTrue(missing.said().contains("table nope: Query: "), missing.said());
      }
    }
  }

  private static String[] join(String[]... parts) {
    List<String> all = new ArrayList<>();
    for (String[] part : parts) {
      all.addAll(List.of(part));
    }
    return all.toArray(String[]::new);
  }

  /** Sets the price of input; that of output stays. */
  private static void price(Path config, String input) throws IOException {
    String yaml = Files.readString(config).replaceAll("(?m)^      (in|out)put_cost_.*\\R", "");
    Files.writeString(
        config,
        yaml.replace(
            "      api_key:",
            "      input_cost_per_token: "
                + input
                + "\n      output_cost_per_token: 2.0e-06\n      api_key:"));
  }

  private static void ask(GatewayProcess gateway) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        Http.post(
            gateway.baseUrl(),
            GatewayProcess.KEY,
            """
            {"model": "gpt-4o", "max_tokens": 9,
             "messages": [{"role": "user", "content": "hello"}]}\
            """);
    assertEquals(200, answer.statusCode(), answer.body());
  }

  private JsonNode report(GatewayProcess gateway) throws IOException, InterruptedException {
    String path = "/user/daily/activity?start_date=" + day(-1) + "&end_date=" + day(1);
    HttpResponse<String> answer = Http.get(gateway.baseUrl(), path, GatewayProcess.KEY);
    assertEquals(200, answer.statusCode(), answer.body());
    return Http.json(answer).path("metadata");
  }

  private String day(int later) {
    return today.plusDays(later).toString();
  }

  private static List<Long> costs(Store store) {
    Selection all = Selection.all(Instant.EPOCH, Instant.MAX);
    return store.ledger().list(all, null, 9).stream()
        .map(record -> Objects.requireNonNull(record.cost().provider()))
        .toList();
  }

  private static Amounts total(Store store, LocalDate from, LocalDate to) {
    return store.sums().read("all", from, to).stream()
        .filter(sum -> sum.by().equals("total"))
        .map(sum -> sum.amounts())
        .reduce(Amounts.ZERO, Amounts::plus);
  }

  private UsageRecord settled(String id, String deployment) {
    Instant start = past.atTime(8, 0).toInstant(ZoneOffset.UTC);
    return new UsageRecord(
        id,
        Payer.ofKey("k"),
        "gpt-4o",
        "gpt-4o",
        "openai",
        deployment,
        State.COMPLETED,
        Usage.reported(100, 20),
        start,
        null,
        start.plusSeconds(2),
        200,
        null,
        List.of(),
        List.of(),
        new Cost(CHEAP, List.of(), null),
        null,
        null);
  }

  /** A request that drew 500 of its budget, an hour ago, and was never heard of again. */
  private void leaveOpen(Store store) {
    Instant start = now.minus(Duration.ofHours(1));
    Hold.Part part = new Hold.Part(BUDGET.id(), BUDGET.window().id(), BUDGET.measure(), 500);
    UsageRecord open = UsageRecord.open("req_lost", Payer.ofKey("k"), "gpt-4o", start);
    store
        .ledger()
        .open(
            new UsageRecord(
                open.id(),
                open.payer(),
                open.modelAsked(),
                null,
                null,
                null,
                State.OPEN,
                Usage.MISSING,
                start,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                Cost.UNKNOWN,
                new Hold(500, List.of(part)),
                start.plusSeconds(900)));
    store.accounts().draw(open.id(), List.of(new Draw(BUDGET, 500)));
    assertEquals(new Standing(BUDGET, 0, 500), store.accounts().standing(BUDGET));
  }

  private static void assertEnded(Store store) {
    UsageRecord ended = store.ledger().find("req_lost").orElseThrow();
    assertEquals(State.ABANDONED, ended.state());
    assertEquals(500L, ended.cost().provider());
    assertEquals(new Standing(BUDGET, 500, 0), store.accounts().standing(BUDGET));
  }

  /** What a sweep ends stands in the log, too. */
  private static Done withoutLog(Done done) {
    assertTrue(done.said().contains("req_lost was abandoned"), done.said());
    String said = done.said();
    return new Done(done.code(), said.substring(said.indexOf("requests ended")));
  }

  private Done local(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("ledger"));
    all.addAll(List.of(arguments));
    return dragoman(
        new String[] {"--data", folder.resolve("data").toString()}, all.toArray(String[]::new));
  }

  private static Done dragoman(String[] where, String... arguments)
      throws IOException, InterruptedException {
    String root = Objects.requireNonNull(System.getProperty("dragoman.root"));
    List<String> command = new ArrayList<>(List.of(root + "/dragoman"));
    command.addAll(List.of(arguments));
    command.addAll(List.of(where));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DRAGOMAN_NO_BUILD", "1");
    builder.environment().putAll(VARIABLES);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Done(process.waitFor(), said);
  }
}
