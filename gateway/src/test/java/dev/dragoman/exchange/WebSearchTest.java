package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.search.FoundPage;
import dev.dragoman.fixture.search.ScriptedSearch;
import dev.dragoman.fixture.upstream.Heard;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.json.RawJson;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.OfficialTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** Searches of the web behind a model that has none, with real connections to scripted servers. */
final class WebSearchTest {
  private static final FoundPage HUMPS =
      new FoundPage(
          "https://camels.example/humps", "On humps", "A dromedary has one hump 🐪.", "2026-03-01");
  private static final FoundPage DESERT =
      new FoundPage("https://desert.example/", "The desert", "It is dry.");

  private static final ModelAnswer ANSWER =
      ModelAnswer.of("One, says [this page](https://camels.example/humps).");

  private static ModelAnswer search(String... queries) {
    ModelAnswer answer = ModelAnswer.empty();
    for (int i = 0; i < queries.length; i++) {
      answer = answer.call("call_" + i, "web_search", query(queries[i]));
    }
    return answer;
  }

  private static String query(String query) {
    return JsonMapper.shared().valueToTree(Map.of("query", query)).toString();
  }

  @Test
  void aSearchIsCarriedOutAndShownInOneMessage() throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS, DESERT);
        SearchScene scene =
            SearchScene.searXng(
                service,
                ModelAnswer.empty().text("I look.").call("call_1", "web_search", query("camels")),
                ANSWER)) {
      Recorded answer = scene.ask(SearchScene.TOOL);
      assertEquals(
          List.of("text", "server_tool_use", "web_search_tool_result", "text"),
          SearchScene.blocks(answer));
      assertEquals(1, answer.body().split("event: message_start").length - 1);
      JsonNode found = SearchScene.results(answer).getFirst();
      assertEquals("https://camels.example/humps", found.path(0).path("url").asString(""));
      assertEquals("On humps", found.path(0).path("title").asString(""));
      assertEquals("2026-03-01", found.path(0).path("page_age").asString(""));
      assertTrue(found.path(1).path("page_age").isNull());
      assertEquals("end_turn", SearchScene.end(answer).at("/delta/stop_reason").asString(""));
      assertEquals(List.of("camels"), service.queries());
      assertReadable(answer);
      scene.model().assertClean();
      service.assertClean();
    }
  }

  @Test
  void theModelIsAskedAgainWithWhatWasFound() throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene = SearchScene.searXng(service, search("camels"), ANSWER)) {
      scene.ask(SearchScene.TOOL);
      Heard first = scene.heard().getFirst();
      assertEquals(
          "[\"query\"]",
          Objects.requireNonNull(first.tools().get("web_search")).path("required").toString());
      Heard second = scene.heard().get(1);
      Heard.Call call = second.calls().getFirst();
      assertEquals("camels", call.arguments().path("query").asString(""));
      assertEquals(
          "[web_search results]\n- On humps https://camels.example/humps (2026-03-01)\n"
              + "  A dromedary has one hump 🐪.",
          second.results().get(call.id()));
      String before = scene.body(0);
      assertTrue(scene.body(1).startsWith(before.substring(0, before.length() - 2)));
    }
  }

  @Test
  void usageIsThatOfAllRoundsAndSearchesAreCounted() throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene =
            SearchScene.searXng(
                service,
                search("camels").tokens(100, 0, 10, 0),
                search("humps").tokens(200, 64, 20, 0),
                ANSWER.tokens(300, 128, 30, 5))) {
      Recorded answer = scene.ask(SearchScene.TOOL);
      JsonNode usage = SearchScene.end(answer).path("usage");
      assertEquals(100 + 136 + 172, usage.path("input_tokens").asInt(0));
      assertEquals(192, usage.path("cache_read_input_tokens").asInt(0));
      assertEquals(60, usage.path("output_tokens").asInt(0));
      assertEquals(2, usage.at("/server_tool_use/web_search_requests").asInt(0));
      assertEquals(2L, scene.record(answer).usage().searches());
    }
  }

  @Test
  void aTextThatNamesAFoundPageCitesIt() throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS, DESERT);
        SearchScene scene = SearchScene.searXng(service, search("camels"), ANSWER)) {
      Recorded answer = scene.ask(SearchScene.TOOL);
      List<JsonNode> citations =
          SearchScene.events(answer).stream()
              .map(event -> event.at("/delta/citation"))
              .filter(JsonNode::isObject)
              .toList();
      assertEquals(1, citations.size());
      JsonNode citation = citations.getFirst();
      assertEquals("web_search_result_location", citation.path("type").asString(""));
      assertEquals("https://camels.example/humps", citation.path("url").asString(""));
      assertEquals("A dromedary has one hump 🐪.", citation.path("cited_text").asString(""));
      assertReadable(answer);
    }
  }

  @Test
  void aClientThatAsksForNoStreamGetsTheSame() throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene = SearchScene.searXng(service, search("camels"), ANSWER)) {
      Recorded answer = scene.ask(false, SearchScene.TOOL, "");
      OfficialTypes.assertMessage(answer.body().getBytes(StandardCharsets.UTF_8));
      JsonNode message = JsonMapper.shared().readTree(answer.body());
      assertEquals("camels", message.at("/content/0/input/query").asString(""));
      assertEquals(message.at("/content/0/id"), message.at("/content/1/tool_use_id"));
      assertEquals("end_turn", message.path("stop_reason").asString(""));
    }
  }

  @Test
  void aCallIsShownBeforeItsResultIsThere() throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene = SearchScene.searXng(service, search("camels"), ANSWER)) {
      Recorded answer = scene.ask(SearchScene.TOOL);
      String shown =
          answer.flushes().stream()
              .filter(piece -> piece.contains("server_tool_use"))
              .findFirst()
              .orElseThrow();
      assertFalse(shown.contains("web_search_tool_result"), shown);
      assertTrue(shown.contains("\\\"query\\\":\\\"camels\\\""), shown);
    }
  }

  @Test
  void parallelSearchesAreOneTurnOfTheModel() throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene = SearchScene.searXng(service, search("one", "two"), ANSWER)) {
      Recorded answer = scene.ask(SearchScene.TOOL);
      assertEquals(
          List.of(
              "server_tool_use",
              "server_tool_use",
              "web_search_tool_result",
              "web_search_tool_result",
              "text"),
          SearchScene.blocks(answer));
      assertEquals(List.of("one", "two"), service.queries());
      JsonNode messages = JsonMapper.shared().readTree(scene.body(1)).path("messages");
      assertEquals(2, messages.path(1).path("tool_calls").size(), messages::toString);
      assertEquals("tool", messages.path(3).path("role").asString(""));
      scene.model().assertClean();
    }
  }

  @Test
  void aClientsToolBesideASearchGoesToTheClient() throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene =
            SearchScene.searXng(
                service, search("camels").call("call_x", "look", "{\"at\":1}"), ANSWER)) {
      String look = "{\"name\":\"look\",\"input_schema\":{\"type\":\"object\"}}";
      Recorded answer = scene.ask(false, SearchScene.TOOL + "," + look, "");
      JsonNode message = JsonMapper.shared().readTree(answer.body());
      assertEquals("tool_use", message.path("stop_reason").asString(""));
      List<String> types =
          message.path("content").valueStream().map(b -> b.path("type").asString("")).toList();
      assertEquals(List.of("server_tool_use", "tool_use", "web_search_tool_result"), types);
      assertEquals(1, scene.heard().size());

      scene.post(
          """
          {"model": "gpt-4o", "max_tokens": 1000, "tools": [%s, %s], "messages": [
            {"role": "user", "content": "camels?"},
            {"role": "assistant", "content": %s},
            {"role": "user", "content": [
              {"type": "tool_result", "tool_use_id": "call_x", "content": "seen"}]}]}\
          """
              .formatted(SearchScene.TOOL, look, message.path("content")));
      Heard later = scene.heard().get(1);
      assertEquals(
          List.of("web_search", "look"), later.calls().stream().map(Heard.Call::name).toList());
      assertEquals("seen", later.results().get("call_x"));
      scene.model().assertClean();
    }
  }

  @Test
  void theNextTurnBeginsWithTheBytesOfTheLastRound() throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene =
            SearchScene.searXng(service, search("one", "two"), search("three"), ANSWER, ANSWER)) {
      Recorded answer = scene.ask(false, SearchScene.TOOL, "");
      JsonNode content = JsonMapper.shared().readTree(answer.body()).path("content");
      scene.post(
          """
          {"model": "gpt-4o", "max_tokens": 1000, "tools": [%s], "messages": [
            {"role": "user", "content": "camels?"},
            {"role": "assistant", "content": %s},
            {"role": "user", "content": "and?"}]}\
          """
              .formatted(SearchScene.TOOL, content));
      String before = scene.body(2);
      assertTrue(scene.body(3).startsWith(before.substring(0, before.length() - 2)));
      scene.model().assertClean();
    }
  }

  @Test
  void historyReachesAModelThatHasNoSearchAsText() throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene = SearchScene.searXng(service, search("camels"), ANSWER, ANSWER)) {
      Recorded answer = scene.ask(false, SearchScene.TOOL, "");
      JsonNode content = JsonMapper.shared().readTree(answer.body()).path("content");
      scene.post(
          """
          {"model": "gpt-4o", "max_tokens": 1000, "messages": [
            {"role": "user", "content": "camels?"},
            {"role": "assistant", "content": %s},
            {"role": "user", "content": "and?"}]}\
          """
              .formatted(content));
      String text = String.join("\n", scene.heard().get(2).texts());
      assertTrue(text.contains("[web_search {\"query\":\"camels\"}]"), text);
      assertTrue(text.contains("A dromedary has one hump 🐪."), text);
    }
  }

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

  @Test
  void tavilyIsAskedWithItsKeyTheSitesAndTheCountry() throws IOException {
    String tool =
        """
        {"type": "web_search_20260209", "name": "web_search",
         "allowed_domains": ["camels.example", "www.x.example/path"],
         "allowed_callers": ["direct"],
         "user_location": {"type": "approximate", "city": "Berlin", "country": "DE",
           "timezone": "Europe/Berlin"}}\
        """;
    try (ScriptedSearch service = ScriptedSearch.tavily(HUMPS, DESERT);
        SearchScene scene = SearchScene.of("tavily", service, search("camels"), ANSWER)) {
      Recorded answer = scene.ask(tool);
      assertEquals(
          JsonMapper.shared()
              .readTree(
                  """
                  {"query": "camels", "max_results": 10,
                   "include_domains": ["camels.example", "www.x.example"], "country": "germany"}
                  """),
          service.requests().getFirst().json());
      assertEquals(1, SearchScene.results(answer).getFirst().size());
      assertTrue(scene.body(0).contains("The user is in Berlin, DE (Europe/Berlin)."));
      service.assertClean();
      scene.model().assertClean();
    }
  }

  @Test
  void sitesAreSiftedWhateverTheServiceDoes() throws IOException {
    String tool = SearchScene.TOOL.replace("}", ",\"blocked_domains\":[\"desert.example\"]}");
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS, DESERT);
        SearchScene scene = SearchScene.searXng(service, search("camels"), ANSWER)) {
      Recorded answer = scene.ask(tool);
      assertEquals(List.of("camels -site:desert.example"), service.queries());
      assertEquals(1, SearchScene.results(answer).getFirst().size());
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

  @Test
  void theTurnPausesWhenTheModelGoesOnSearchingAndCanBeResumed() throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS)) {
      Map<String, RawJson> settings =
          new HashMap<>(SearchScene.settings("searxng", service.baseUrl()));
      settings.put("search_max_loops", RawJson.of("1"));
      try (SearchScene scene = SearchScene.with(settings, search("one"), search("two"), ANSWER)) {
        Recorded answer = scene.ask(false, SearchScene.TOOL, "");
        JsonNode message = JsonMapper.shared().readTree(answer.body());
        assertEquals("pause_turn", message.path("stop_reason").asString(""));
        assertEquals(4, message.path("content").size());
        Recorded resumed =
            scene.post(
                """
                {"model": "gpt-4o", "max_tokens": 1000, "tools": [%s], "messages": [
                  {"role": "user", "content": "camels?"},
                  {"role": "assistant", "content": %s}]}\
                """
                    .formatted(SearchScene.TOOL, message.path("content")));
        assertTrue(resumed.body().contains("end_turn"), resumed::body);
        JsonNode last = JsonMapper.shared().readTree(scene.body(2)).path("messages");
        assertEquals("tool", last.path(last.size() - 1).path("role").asString(""));
        scene.model().assertClean();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"type\":\"tool\",\"name\":\"web_search\"}", "{\"type\":\"any\"}"})
  void aForcedSearchIsForcedOnce(String choice) throws IOException {
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene = SearchScene.searXng(service, search("camels"), ANSWER)) {
      scene.ask(true, SearchScene.TOOL, ",\"tool_choice\":" + choice);
      String first = JsonMapper.shared().readTree(scene.body(0)).path("tool_choice").toString();
      assertTrue(first.contains("web_search") || first.contains("required"), first);
      assertEquals(
          "auto", JsonMapper.shared().readTree(scene.body(1)).path("tool_choice").asString(""));
      scene.model().assertClean();
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

  @Test
  void halfACharacterInAQueryDoesNoHarm() throws IOException {
    ModelAnswer broken = ModelAnswer.empty().call("c", "web_search", "{\"query\":\"a \\ud83d\"}");
    try (ScriptedSearch service = ScriptedSearch.tavily(HUMPS);
        SearchScene scene = SearchScene.of("tavily", service, broken, ANSWER)) {
      scene.ask(SearchScene.TOOL);
      assertEquals(List.of("a \uFFFD"), service.queries());
    }
  }

  /** The message of the 400 that a definition of tools is refused with. */
  private static String refused(SearchScene scene, String tools) throws IOException {
    Recorded answer = scene.ask(true, tools, "");
    assertEquals(400, answer.status(), answer::body);
    JsonNode error = JsonMapper.shared().readTree(answer.body()).path("error");
    assertEquals("invalid_request_error", error.path("type").asString(""));
    assertEquals(List.of(), scene.heard());
    return error.path("message").asString("");
  }

  /** The official client reads every event. */
  private static void assertReadable(Recorded answer) {
    SearchScene.events(answer)
        .forEach(
            event -> OfficialTypes.assertEvent(event.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
