package dev.dragoman.exchange;

import static dev.dragoman.exchange.SearchScene.ANSWER;
import static dev.dragoman.exchange.SearchScene.DESERT;
import static dev.dragoman.exchange.SearchScene.HUMPS;
import static dev.dragoman.exchange.SearchScene.assertReadable;
import static dev.dragoman.exchange.SearchScene.query;
import static dev.dragoman.exchange.SearchScene.search;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.search.ScriptedSearch;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.messages.OfficialTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Searches of the web behind a model that has none, with real connections to scripted servers. */
final class WebSearchTest {
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

  @Test
  void halfACharacterInAQueryDoesNoHarm() throws IOException {
    ModelAnswer broken = ModelAnswer.empty().call("c", "web_search", "{\"query\":\"a \\ud83d\"}");
    try (ScriptedSearch service = ScriptedSearch.tavily(HUMPS);
        SearchScene scene = SearchScene.of("tavily", service, broken, ANSWER)) {
      scene.ask(SearchScene.TOOL);
      assertEquals(List.of("a \uFFFD"), service.queries());
    }
  }
}
