package dev.dragoman.exchange;

import static dev.dragoman.exchange.SearchScene.ANSWER;
import static dev.dragoman.exchange.SearchScene.HUMPS;
import static dev.dragoman.exchange.SearchScene.search;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.search.ScriptedSearch;
import dev.dragoman.fixture.upstream.Heard;
import dev.dragoman.json.RawJson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a model that searches is asked, round by round and turn by turn. */
final class WebSearchTurnsTest {
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

  @Test
  void theTurnPausesBeforeItsTimeIsUp() throws IOException {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    InstantSource clock = () -> now.updateAndGet(time -> time.plus(Duration.ofSeconds(20)));
    try (ScriptedSearch service = ScriptedSearch.searXng(HUMPS);
        SearchScene scene =
            SearchScene.at(
                clock,
                service,
                search("1"),
                search("2"),
                search("3"),
                search("4"),
                search("5"),
                search("6"),
                search("7"))) {
      Recorded answer = scene.ask(SearchScene.TOOL);
      assertEquals("pause_turn", SearchScene.end(answer).at("/delta/stop_reason").asString(""));
      assertTrue(scene.heard().size() < 7, () -> scene.heard().size() + " rounds");
      assertTrue(scene.heard().size() > 2, () -> scene.heard().size() + " rounds");
      SearchScene.assertReadable(answer);
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
}
