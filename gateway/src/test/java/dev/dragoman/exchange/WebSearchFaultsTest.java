package dev.dragoman.exchange;

import static dev.dragoman.exchange.SearchScene.ANSWER;
import static dev.dragoman.exchange.SearchScene.HUMPS;
import static dev.dragoman.exchange.SearchScene.assertReadable;
import static dev.dragoman.exchange.SearchScene.refused;
import static dev.dragoman.exchange.SearchScene.search;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.search.ScriptedSearch;
import dev.dragoman.fixture.upstream.Heard;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.json.RawJson;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Searches that cannot be made, and requests for them that cannot be served. */
final class WebSearchFaultsTest {
  @Test
  void beyondMaxUsesTheModelIsTold() throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene = SearchScene.searXng(service, search("one"), search("two"), ANSWER)) {
      Recorded answer = scene.ask(SearchScene.TOOL.replace("}", ",\"max_uses\":1}"));
      assertEquals(
          "max_uses_exceeded", SearchScene.results(answer).get(1).path("error_code").asString(""));
      assertEquals(List.of("one"), service.queries());
      Heard last = scene.heard().get(2);
      assertTrue(
          Objects.requireNonNull(last.results().get(last.calls().get(1).id()))
              .contains("max_uses_exceeded"));
      assertEquals(
          1, SearchScene.end(answer).at("/usage/server_tool_use/web_search_requests").asInt(0));
      assertReadable(answer);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "searxng, 429, too_many_requests",
    "searxng, 403, unavailable",
    "searxng, 500, unavailable",
    "searxng, 200, unavailable",
    "tavily, 401, unavailable",
    "tavily, 432, unavailable",
    "tavily, 429, too_many_requests",
    "tavily, 400, invalid_tool_input"
  })
  void aServiceThatFailsIsAResultThatSaysSo(String provider, int status, String code)
      throws IOException {
    try (ScriptedSearch service = ScriptedSearch.failing(status, "<html>no</html>");
        SearchScene scene = SearchScene.of(provider, service, search("camels"), ANSWER)) {
      Recorded answer = scene.ask(SearchScene.TOOL);
      JsonNode content = SearchScene.results(answer).getFirst();
      assertEquals("web_search_tool_result_error", content.path("type").asString(""));
      assertEquals(code, content.path("error_code").asString(""));
      assertEquals("end_turn", SearchScene.end(answer).at("/delta/stop_reason").asString(""));
      UsageRecord record = scene.record(answer);
      assertTrue(
          record.notes().stream().anyMatch(n -> n.startsWith("web_search:")), record::toString);
      assertEquals(null, record.usage().searches());
      assertReadable(answer);
    }
  }

  @Test
  void aKeyThatIsNotThereIsSaidInTheRecordAndNotToTheClient() throws IOException {
    Map<String, RawJson> settings = new HashMap<>(SearchScene.settings("tavily", "http://x.test"));
    settings.put("search_api_key", RawJson.of("\"os.environ/NOT_SET\""));
    try (SearchScene scene = SearchScene.with(settings, search("camels"), ANSWER)) {
      Recorded answer = scene.ask(SearchScene.TOOL);
      assertEquals(
          "unavailable", SearchScene.results(answer).getFirst().path("error_code").asString(""));
      assertTrue(scene.record(answer).notes().toString().contains("NOT_SET"));
      assertFalse(answer.body().contains("NOT_SET"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"q\":1}", "{\"query\":\" \"}", "{\"query\": ", "[]"})
  void aCallWithoutAQueryIsAnErrorTheModelSees(String input) throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene =
            SearchScene.searXng(
                service, ModelAnswer.empty().call("call_1", "web_search", input), ANSWER)) {
      Recorded answer = scene.ask(SearchScene.TOOL);
      assertEquals(
          "invalid_tool_input",
          SearchScene.results(answer).getFirst().path("error_code").asString(""));
      assertEquals(2, scene.heard().size());
      assertReadable(answer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CUT", "ERROR"})
  void aRoundThatBreaksOffIsAnErrorAndNeverAnEnd(ModelAnswer.End end) throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene =
            SearchScene.searXng(
                service, search("camels").tokens(100, 0, 10, 0), ANSWER.ending(end))) {
      Recorded answer = scene.ask(SearchScene.TOOL);
      assertTrue(answer.body().contains("web_search_tool_result"));
      assertTrue(answer.body().contains("event: error"));
      assertFalse(answer.body().contains("message_stop"));
      UsageRecord record = scene.record(answer);
      assertEquals(UsageRecord.State.FAILED, record.state());
      Long input = record.usage().input();
      assertTrue(input != null && input > 100, record::toString);
    }
  }

  @Test
  void aRoundThatIsRefusedUsesNothing() throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene = SearchScene.searXng(service, search("camels").tokens(100, 0, 10, 0))) {
      Recorded answer = scene.ask(SearchScene.TOOL);
      assertTrue(answer.body().contains("event: error"));
      UsageRecord record = scene.record(answer);
      assertEquals(UsageRecord.State.FAILED, record.state());
      assertEquals(Usage.reported(100, 10).withSearches(1), plain(record.usage()));
    }
  }

  @Test
  void aFirstRoundThatBreaksOffKeepsWhatItReported() throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene = SearchScene.searXng(service, ANSWER.ending(ModelAnswer.End.CUT))) {
      Recorded answer = scene.ask(SearchScene.TOOL);
      assertTrue(answer.body().contains("event: error"));
      Usage usage = scene.record(answer).usage();
      assertTrue(
          usage.output() != null && usage.output() > 0 && usage.input() != null, usage::toString);
    }
  }

  @Test
  void aClientThatLeftWhileASearchWasMadeIsNotServedFurther() throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene =
            SearchScene.searXng(service, search("camels").tokens(100, 0, 10, 0), ANSWER)) {
      Recorded answer = new Recorded(1);
      assertThrows(IOException.class, () -> scene.ask(true, SearchScene.TOOL, "", answer));
      assertEquals(1, scene.heard().size());
      UsageRecord record = scene.record(answer);
      assertEquals(UsageRecord.State.CANCELLED, record.state());
      assertEquals(Usage.reported(100, 10).withSearches(1), plain(record.usage()));
    }
  }

  private static Usage plain(Usage usage) {
    return new Usage(
        usage.origin(), usage.input(), usage.output(), null, null, null, null, usage.searches());
  }

  @Test
  void whatTheGatewaySearchesIsCountedAsItIsAsked() throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene = SearchScene.searXng(service, ANSWER)) {
      Recorded counted =
          scene.post(
              "/v1/messages/count_tokens",
              """
              {"model": "gpt-4o", "tools": [%s],
               "messages": [{"role": "user", "content": "camels?"}]}\
              """
                  .formatted(SearchScene.TOOL));
      assertEquals(200, counted.status(), counted::body);
      int tokens = JsonMapper.shared().readTree(counted.body()).path("input_tokens").asInt(0);
      assertTrue(tokens > 60, counted::body);
    }
  }

  @Test
  void withoutAServiceTheClientIsToldWhatToSet() throws IOException {
    try (SearchScene scene = SearchScene.with(Map.of(), ANSWER)) {
      String message = refused(scene, SearchScene.TOOL);
      assertTrue(message.startsWith("tools.0: web_search"), message);
      assertTrue(message.contains("search_tools"), message);
      assertTrue(message.contains("searxng") && message.contains("tavily"), message);
      assertTrue(message.contains("a model whose provider searches"), message);
    }
  }

  @ParameterizedTest
  @CsvSource({"web_fetch_20250910, web_fetch", "code_execution_20250825, code_execution"})
  void otherToolsOfTheServersAreRefusedByName(String type, String name) throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene = SearchScene.searXng(service, ANSWER)) {
      String tool = "{\"type\":\"%s\",\"name\":\"%s\"}".formatted(type, name);
      String message = refused(scene, SearchScene.TOOL + "," + tool);
      assertTrue(message.startsWith("tools.1.type: " + type), message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"max_uses\":0 | tools.0.max_uses: must be a whole number from 1 on",
        "\"allowed_domains\":\"x\" | tools.0.allowed_domains: must be a list of texts",
        "\"allowed_domains\":[\"a\"],\"blocked_domains\":[\"b\"] | tools.0.allowed_domains: may not"
            + " stand beside blocked_domains",
        "\"allowed_callers\":[\"code_execution_20260120\"] | tools.0.allowed_callers: only direct"
            + " calls of web_search are supported here"
      })
  void aDefinitionThatIsWrongIsRefusedWithItsPlace(String field, String message)
      throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene = SearchScene.searXng(service, ANSWER)) {
      String tool = SearchScene.TOOL.replace("}", "," + field + "}");
      assertEquals(message, refused(scene, tool));
    }
  }

  @Test
  void moreDomainsThanTheServiceTakesAreRefused() throws IOException {
    String many =
        IntStream.range(0, 21)
            .mapToObj(i -> "\"a" + i + ".test\"")
            .collect(Collectors.joining(","));
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene = SearchScene.searXng(service, ANSWER)) {
      assertEquals(
          "tools.0.allowed_domains: the search service of this model takes 20 at most",
          refused(scene, SearchScene.TOOL.replace("}", ",\"allowed_domains\":[" + many + "]}")));
    }
  }
}
