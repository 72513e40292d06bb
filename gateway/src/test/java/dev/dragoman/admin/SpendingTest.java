package dev.dragoman.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.Caller;
import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.Sums.Amounts;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was spent, in LiteLLM's shapes: never more than the caller may see, never 0 for unknown. */
final class SpendingTest {
  private static final String DAYS = "start_date=2026-03-01&end_date=2026-03-02";
  private static final Amounts UNKNOWN = new Amounts(2, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  private final ModelOffice office = new ModelOffice();
  private final Caller ann = ModelOffice.user("h1", "ann", List.of());

  @BeforeEach
  void fill() {
    for (String scope : List.of("all", "user/ann", "team/red")) {
      office.sum("2026-03-01", scope, "total", "", 3, 3_000_000);
      office.sum("2026-03-02", scope, "total", "", 1, 500);
      office.sum("2026-03-01", scope, "model", "gpt", 2, 2_000_000);
      office.sum("2026-03-01", scope, "model", "claude", 1, 1_000_000);
      office.sum("2026-03-02", scope, "model", "claude", 1, 500);
      office.sum("2026-03-01", scope, "provider", "openai", 2, 2_000_000);
      office.sum("2026-03-01", scope, "key", "h1", 3, 3_000_000);
    }
    office.sum("2026-03-01", "all", "team", "red", 3, 3_000_000);
    office.sum("2026-03-01", "all", "user", "ann", 3, 3_000_000);
    office.sum("2026-03-02", "all", "model", "own", UNKNOWN);
    office.sum("2026-03-01", "key/h1", "total", "", 3, 3_000_000);
    office.sum("2026-03-01", "key/h1", "model", "gpt", 3, 3_000_000);
  }

  private String get(String path) {
    ModelOffice.Said said = office.get(path);
    assertEquals(200, said.status(), said.text());
    return said.text();
  }

  private ModelOffice.Said asAnn(String path) {
    return office.ask(ann, "GET", path, "", "");
  }

  @Test
  void modelsStandByWhatTheyCostAndUnknownIsNull() {
    assertEquals(
        "[{\"model\":\"gpt\",\"total_spend\":0.002,\"total_tokens\":18,\"total_requests\":2,"
            + "\"gateway_cost\":0.000000007,\"unpriced_requests\":0,\"unmetered_requests\":0,"
            + "\"estimated_requests\":0},{\"model\":\"claude\",\"total_spend\":0.0010005,"
            + "\"total_tokens\":36,\"total_requests\":2,\"gateway_cost\":0.000000014,"
            + "\"unpriced_requests\":0,\"unmetered_requests\":0,\"estimated_requests\":0},"
            + "{\"model\":\"own\",\"total_spend\":null,\"total_tokens\":0,\"total_requests\":2,"
            + "\"gateway_cost\":0,\"unpriced_requests\":2,\"unmetered_requests\":1,"
            + "\"estimated_requests\":0}]",
        get("/global/spend/models?" + DAYS));
    assertTrue(get("/global/spend/models?limit=1&" + DAYS).endsWith("\"estimated_requests\":0}]"));
  }

  @Test
  void theReportGroupsByTeamAndByKey() {
    String teams = get("/global/spend/report?" + DAYS);
    assertTrue(
        teams.startsWith(
            "[{\"group_by_day\":\"2026-03-01\",\"teams\":[{\"team_id\":\"red\","
                + "\"team_name\":\"red\",\"total_spend\":0.003,"),
        teams);
    assertTrue(
        teams.contains("\"metadata\":[{\"model\":\"gpt\",\"spend\":0.002,\"total_tokens\":18}"),
        teams);
    String keys = get("/global/spend/report?group_by=api_key&" + DAYS);
    assertTrue(
        keys.startsWith(
            "[{\"api_key\":\"h1\",\"total_cost\":0.003,\"total_input_tokens\":13,"
                + "\"total_output_tokens\":5,"),
        keys);
    assertEquals(keys, get("/global/spend/report?api_key=h1&" + DAYS));
    assertEquals(400, office.get("/global/spend/report").status());
    assertEquals(400, office.get("/global/spend/report?group_by=customer&" + DAYS).status());
    assertEquals(403, asAnn("/global/spend/report?" + DAYS).status());
  }

  @Test
  void keysTeamsProvidersAndDaysHaveLiteLlmsFields() {
    office.keys.put(Objects.requireNonNull(ann.key()));
    assertTrue(
        get("/global/spend/keys?" + DAYS)
            .startsWith(
                "[{\"api_key\":\"h1\",\"key_alias\":\"an alias\",\"key_name\":\"sk-...abcd\","
                    + "\"total_spend\":0.003,"));
    assertTrue(
        get("/global/spend/teams?" + DAYS)
            .startsWith(
                "{\"daily_spend\":[{\"date\":\"2026-03-01\",\"red\":0.003},"
                    + "{\"date\":\"2026-03-02\"}],\"teams\":[\"red\"],"
                    + "\"total_spend_per_team\":[{\"team_id\":\"red\",\"total_spend\":0.003,"));
    assertTrue(
        get("/global/spend/provider?" + DAYS)
            .startsWith("[{\"provider\":\"openai\",\"spend\":0.002,"));
    assertTrue(
        get("/global/spend/logs?" + DAYS).startsWith("[{\"date\":\"2026-03-01\",\"spend\":0.003,"));
    assertTrue(
        get("/global/spend?" + DAYS).startsWith("{\"spend\":0.0030005,\"max_budget\":null,"));
    assertTrue(
        get("/global/activity?" + DAYS)
            .startsWith(
                "{\"daily_data\":[{\"date\":\"2026-03-01\",\"api_requests\":3,\"total_tokens\":18},"));
  }

  @Test
  void dailyActivityBreaksDownByModelProviderAndKey() {
    String text = get("/user/daily/activity?page_size=1&" + DAYS);
    assertTrue(
        text.startsWith("{\"results\":[{\"date\":\"2026-03-02\",\"metrics\":{\"spend\":0.0000005,"),
        text);
    assertTrue(text.endsWith("\"page\":1,\"total_pages\":2,\"has_more\":true}}"), text);
    String next = get("/user/daily/activity?page_size=1&page=2&" + DAYS);
    assertTrue(next.contains("\"model_groups\":{\"gpt\":{\"metrics\":{\"spend\":0.002,"), next);
    assertTrue(next.contains("\"providers\":{\"openai\":"), next);
    assertTrue(next.contains("\"api_keys\":{\"h1\":"), next);
    assertTrue(get("/user/daily/activity?page=9&" + DAYS).startsWith("{\"results\":[],"));
  }

  @Test
  void whoSeesNotEverythingGetsItsOwnFigures() {
    office.sums.removeIf(sum -> sum.scope().equals("all"));
    assertTrue(asAnn("/global/spend?" + DAYS).text().startsWith("{\"spend\":0.0030005,"));
    assertEquals(200, asAnn("/user/daily/activity?user_id=ann&" + DAYS).status());
    assertEquals(403, asAnn("/user/daily/activity?user_id=bob&" + DAYS).status());
    assertEquals(403, asAnn("/spend/logs?api_key=h2&" + DAYS).status());
    assertEquals(200, asAnn("/spend/logs?api_key=h1&" + DAYS).status());
    assertEquals(403, asAnn("/spend/logs?team_id=red&" + DAYS).status());
    assertEquals(403, asAnn("/global/spend/teams?" + DAYS).status());
  }

  @Test
  void datesAreRead() {
    for (String query :
        List.of(
            "start_date=2026-03-02&end_date=2026-03-01",
            "start_date=2020-01-01&end_date=2026-03-01",
            "start_date=yesterday&end_date=2026-03-01",
            "start_date=2026-02-30&end_date=2026-03-01",
            "start_date=-999999999-01-01&end_date=2026-03-01")) {
      assertEquals(400, office.get("/global/activity?" + query).status(), query);
    }
  }

  private void record(String id, String user, String session, Cost cost, Usage usage) {
    Instant start = Instant.parse("2026-03-01T10:00:00Z").plusSeconds(office.records.size());
    office.records.add(
        new UsageRecord(
            id,
            new Payer("h-" + user, user, null, List.of("t"), session, "agent-1"),
            "gpt",
            "gpt-4o",
            "openai",
            "dep",
            UsageRecord.State.COMPLETED,
            usage,
            start,
            start.plusMillis(200),
            start.plusMillis(1500),
            200,
            null,
            List.of(),
            List.of(),
            cost,
            null,
            null));
  }

  @Test
  void logsAreRecordsWithNullForWhatIsNotKnown() {
    record("r1", "ann", "s1", new Cost(1_500_000L, List.of(), 10L), Usage.reported(10, 5));
    record("r2", "bob", "s2", Cost.UNKNOWN, Usage.MISSING);
    String text = get("/spend/logs?summarize=false&" + DAYS);
    assertTrue(
        text.startsWith("[{\"request_id\":\"r2\",\"call_type\":\"anthropic_messages\","), text);
    assertTrue(
        text.contains(
            "\"spend\":null,\"gateway_cost\":null,\"total_tokens\":null,\"prompt_tokens\":null,"
                + "\"completion_tokens\":null,"),
        text);
    assertTrue(
        text.contains(
            "\"spend\":0.0015,\"gateway_cost\":0.00000001,\"total_tokens\":15,\"prompt_tokens\":10,"
                + "\"completion_tokens\":5,\"startTime\":\"2026-03-01T10:00:00Z\","
                + "\"endTime\":\"2026-03-01T10:00:01.500Z\""),
        text);
    String mine = asAnn("/spend/logs?summarize=false&" + DAYS).text();
    assertTrue(mine.contains("r1") && !mine.contains("r2"), mine);
    assertEquals("[]", asAnn("/spend/logs?request_id=r2").text());
    assertTrue(get("/spend/logs?request_id=r2").contains("\"request_id\":\"r2\""));
    String page = get("/spend/logs/v2?page_size=1&" + DAYS);
    assertTrue(page.endsWith("\"page_size\":1,\"has_more\":true,\"next_after\":\"r2\"}"), page);
    assertTrue(
        get("/spend/logs/v2?page_size=1&after=r2&" + DAYS).contains("\"request_id\":\"r1\""));
    assertTrue(
        get("/spend/logs?" + DAYS)
            .startsWith(
                "[{\"startTime\":\"2026-03-01\",\"spend\":0.003,\"users\":{\"ann\":0.003},"
                    + "\"models\":{\"gpt\":0.002,\"claude\":0.001},\"api_keys\":{\"h1\":0.003},"));
  }

  @Test
  void aSessionIsTheSumOfItsAgents() {
    office.sum("2026-03-01", "sessions", "session", "s1", 3, 30);
    office.sum("2026-03-01", "session/s1", "total", "", 3, 30);
    office.sum("2026-03-01", "session/s1", "model", "gpt", 3, 30);
    office.sum("2026-03-01", "session/s1", "agent", "", 1, 10);
    office.sum("2026-03-01", "session/s1", "agent", "a1", 2, 20);
    office.sum("2026-03-01", "session/s1", "user", "ann", 3, 30);
    assertTrue(
        get("/spend/sessions?" + DAYS)
            .startsWith("{\"data\":[{\"session_id\":\"s1\",\"spend\":0.00000003,"));
    String one = get("/spend/sessions?session_id=s1&" + DAYS);
    assertTrue(one.contains("\"main\":{\"spend\":0.00000001,"), one);
    assertTrue(one.contains("\"subagents\":[{\"agent_id\":\"a1\",\"spend\":0.00000002,"), one);
    assertEquals(one, asAnn("/spend/sessions?session_id=s1&" + DAYS).text());
    assertEquals(404, office.get("/spend/sessions?session_id=s9&" + DAYS).status());
    office.sum("2026-03-02", "session/s1", "total", "", 1, 1);
    office.sum("2026-03-02", "session/s1", "user", "bob", 1, 1);
    assertEquals(404, asAnn("/spend/sessions?session_id=s1&" + DAYS).status());
    assertFalse(asAnn("/spend/sessions?" + DAYS).status() == 200);
  }
}
