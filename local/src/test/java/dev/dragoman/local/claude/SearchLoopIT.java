package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.WebSearchResultBlock;
import com.anthropic.models.messages.WebSearchTool20250305;
import dev.dragoman.fixture.search.FoundPage;
import dev.dragoman.fixture.search.ScriptedSearch;
import dev.dragoman.fixture.upstream.ChatForm;
import dev.dragoman.fixture.upstream.Heard;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.local.GatewayProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Web search behind a model whose provider has none, carried out by {@code ./dragoman}. */
final class SearchLoopIT {
  private static final FoundPage PAGE =
      new FoundPage("https://camels.example/humps", "On humps", "A dromedary has one hump.");

  @TempDir private Path folder;

  /** A model that searches once where it can, and then says what it found. */
  private static ModelAnswer searching(Heard heard) {
    return heard.results().isEmpty()
        ? ModelAnswer.empty()
            .text("I search.")
            .call("call_s", "web_search", DialectScene.json(Map.of("query", "camels")))
        : ModelAnswer.of("One hump, says [On humps](https://camels.example/humps).");
  }

  @Test
  void claudeCodeSearchesAndShowsTheLink() throws Exception {
    String query = DialectScene.json(Map.of("query", "camels"));
    try (ScriptedSearch service = ScriptedSearch.searXng(PAGE);
        DialectScene scene =
            DialectScene.start(
                new ChatForm(),
                folder,
                service.section(),
                heard -> {
                  if (heard.tools().containsKey("web_search")) {
                    return searching(heard);
                  }
                  return heard.results().isEmpty()
                      ? ModelAnswer.empty().call("call_web", "WebSearch", query)
                      : ModelAnswer.of("See https://camels.example/humps");
                })) {
      ClaudeCode.Run run = scene.run("search for camels");
      assertEquals("See https://camels.example/humps", run.answer());
      String result = scene.result(scene.heard().size() - 1, 0);
      assertTrue(result.contains("\"url\":\"https://camels.example/humps\""), result);
      assertTrue(result.contains("\"title\":\"On humps\""), result);
      assertTrue(result.contains("One hump, says"), result);
      assertEquals(List.of("camels"), service.queries());
      service.assertClean();
    }
  }

  @Test
  void theOfficialClientReadsTheStreamedAnswer() throws Exception {
    try (ScriptedSearch service = ScriptedSearch.searXng(PAGE);
        DialectScene scene =
            DialectScene.start(
                new ChatForm(), folder, service.section(), SearchLoopIT::searching)) {
      AnthropicClient client =
          AnthropicOkHttpClient.builder()
              .baseUrl(scene.gateway().baseUrl().toString())
              .authToken(GatewayProcess.KEY)
              .maxRetries(0)
              .build();
      MessageCreateParams ask =
          MessageCreateParams.builder()
              .model("scripted")
              .maxTokens(100)
              .addTool(WebSearchTool20250305.builder().maxUses(3).build())
              .addUserMessage("camels?")
              .build();
      MessageAccumulator accumulator = MessageAccumulator.create();
      try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(ask)) {
        events.stream().forEach(accumulator::accumulate);
      }
      Message message = accumulator.message();
      assertEquals(4, message.content().size());
      assertEquals("web_search", message.content().get(1).asServerToolUse().name().asString());
      WebSearchResultBlock found =
          message.content().get(2).asWebSearchToolResult().content().asResultBlocks().getFirst();
      assertEquals("https://camels.example/humps", found.url());
      assertEquals(
          "https://camels.example/humps",
          message
              .content()
              .get(3)
              .asText()
              .citations()
              .orElseThrow()
              .getFirst()
              .asWebSearchResultLocation()
              .url());
      assertEquals(StopReason.END_TURN, message.stopReason().orElseThrow());
      assertEquals(1, message.usage().serverToolUse().orElseThrow().webSearchRequests());

      client.messages().create(ask.toBuilder().addMessage(message).addUserMessage("and?").build());
      Heard later = scene.heard().getLast();
      assertEquals(List.of("web_search"), later.calls().stream().map(Heard.Call::name).toList());
      assertTrue(later.results().toString().contains("A dromedary has one hump."));
      scene.upstream().assertClean();
    }
  }
}
