package dev.dragoman.provider.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.openai.core.ObjectMappers;
import com.openai.models.chat.completions.ChatCompletionChunk;
import dev.dragoman.fixture.ChatRequest;
import dev.dragoman.fixture.ChatRules;
import dev.dragoman.provider.golden.Golden;
import dev.dragoman.provider.golden.GoldenContract;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The golden conversations of Chat Completions. */
class GoldenTest extends GoldenContract {
  GoldenTest() {
    super("chat");
  }

  @Override
  protected void assertTaken(UpstreamRequest upstream, Golden golden) throws IOException {
    ChatRules rules =
        switch (golden.target().provider()) {
          case "deepseek" -> ChatRules.openAi().allowing("thinking", "messages.reasoning_content");
          case "moonshot" -> ChatRules.openAi().allowing("messages.reasoning_content");
          case "openrouter" ->
              ChatRules.openAi()
                  .allowing(
                      "reasoning",
                      "top_k",
                      "messages.reasoning",
                      "tools.type=openrouter:web_search");
          case "groq" ->
              ChatRules.openAi().allowing("search_settings", "tools.type=browser_search");
          case "perplexity" ->
              ChatRules.openAi().allowing("search_domain_filter", "web_search_options");
          case "dashscope" -> ChatRules.openAi().allowing("enable_search", "search_options");
          case "minimax" -> ChatRules.openAi().allowing("reasoning_split");
          case "together_ai", "hosted_vllm" -> ChatRules.openAi().allowing("top_k");
          default -> ChatRules.openAi();
        };
    ChatRequest request =
        new ChatRequest(
            "POST",
            "/v1/chat/completions",
            Map.of(
                "authorization", List.of("Bearer sk-test"),
                "content-type", List.of("application/json")),
            upstream.body());
    assertEquals(List.of(), rules.check(request));
  }

  /** OpenAI's own chunks are whole; others leave out what OpenAI's types require. */
  @Override
  protected void assertReadable(byte[] stream, Golden golden) throws IOException {
    boolean strict = golden.target().provider().equals("openai");
    for (String line : new String(stream, UTF_8).lines().toList()) {
      if (line.startsWith("data: {") && !line.startsWith("data: {\"error\"")) {
        ChatCompletionChunk chunk =
            ObjectMappers.jsonMapper().readValue(line.substring(6), ChatCompletionChunk.class);
        if (strict) {
          var unused = chunk.validate();
        }
      }
    }
  }
}
