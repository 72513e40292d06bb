package dev.dragoman.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.EventWriter;
import dev.dragoman.messages.MessageFold;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provenance;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A provider that speaks the Messages API itself and has no search: several answers become one. */
class PassedRoundsTest {
  private static final Deployment TARGET =
      Deployment.of("claude", "bedrock", "anthropic.claude-x")
          .withDefaults(
              Map.of(
                  "search_provider", RawJson.of("\"searxng\""),
                  "search_api_base", RawJson.of("\"https://searx.test\"")));

  private static final MessagesRequest REQUEST =
      RequestReader.read(
          """
          {"model": "claude", "max_tokens": 9, "messages": [{"role": "user", "content": "x"}],
           "tools": [{"type": "web_search_20250305", "name": "web_search"}]}
          """
              .getBytes(StandardCharsets.UTF_8));

  private static final List<String> SEARCHING =
      List.of(
          "content_block_start {\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}",
          "content_block_delta {\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"Hm.\"}}",
          "content_block_delta {\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"Eq==\"}}",
          "content_block_stop {\"index\":0}",
          "content_block_start {\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"web_search\",\"input\":{}}}",
          "content_block_delta {\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"query\\\":\"}}",
          "content_block_delta {\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\" \\\"q\\\"}\"}}",
          "content_block_stop {\"index\":1}");

  private static final List<String> ANSWERING =
      List.of(
          "content_block_start {\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
          "content_block_delta {\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Found.\"}}",
          "content_block_stop {\"index\":0}");

  /** Passes these rounds, one after another. */
  private static final class Rounds implements WebSearch.World {
    private final List<MessagesRequest> asked = new ArrayList<>();

    @Override
    public void ask(MessagesRequest request, Deltas out) {
      asked.add(request);
      boolean first = asked.size() == 1;
      pass("message_start {}", out);
      (first ? SEARCHING : ANSWERING).forEach(event -> pass(event, out));
      out.usage(Usage.reported(10, 5));
      out.stop(first ? StopReason.TOOL_USE : StopReason.END_TURN, null);
      pass("message_delta {}", out);
      pass("message_stop {}", out);
    }

    private static void pass(String event, Deltas out) {
      String[] parts = event.split(" ", 2);
      out.pass(new StreamEvent.Passed(parts[0], RawJson.of(parts[1])));
    }

    @Override
    public SearchOutcome search(SearchBackend backend, SearchQuery query) {
      return new SearchOutcome.Found(
          List.of(new SearchResult("https://a.test/", query.text(), null, "text")));
    }

    @Override
    public long estimate(MessagesRequest request) {
      return 1;
    }
  }

  @Test
  void theirEventsBecomeOneAnswerAndSignaturesStayAsTheyAre() throws Exception {
    WebSearch search = Objects.requireNonNull(WebSearch.of(REQUEST, TARGET, false));
    MessageFold fold = new MessageFold();
    BlockSequencer out =
        new BlockSequencer(
            "msg_1",
            "claude",
            new Provenance("anthropic", "claude", "a"),
            Usage.MISSING,
            new Notes(),
            search.hearing(fold));
    Rounds rounds = new Rounds();
    search.run("1", out, rounds);
    out.finish();
    String message = Json.text(json -> EventWriter.write(fold.message(), json));
    assertTrue(message.contains("\"thinking\":\"Hm.\",\"signature\":\"Eq==\""), message);
    assertTrue(message.contains("\"type\":\"web_search_tool_result\""), message);
    assertTrue(message.contains("\"text\":\"Found.\""), message);
    assertTrue(message.contains("\"input_tokens\":20"), message);
    assertEquals(2, rounds.asked.size());
    String second = rounds.asked.get(1).body().toString();
    assertTrue(second.contains("\"signature\":\"Eq==\"},{\"type\":\"tool_use\""), second);
    assertTrue(second.contains("\"input\":{\"query\": \"q\"}"), second);
    assertTrue(
        second.contains("{\"type\":\"tool_result\",\"tool_use_id\":\"srvtoolu_1_0\""), second);
  }

  @Test
  void aProviderThatSearchesItselfIsLeftAlone() {
    assertEquals(null, WebSearch.of(REQUEST, TARGET, true));
  }
}
