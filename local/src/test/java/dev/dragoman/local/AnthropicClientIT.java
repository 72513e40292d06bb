package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ChatScripts;
import dev.dragoman.fixture.ScriptedChatServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official Java client of the Messages API against {@code ./dragoman}. */
final class AnthropicClientIT {
  private static final MessageCreateParams HELLO =
      MessageCreateParams.builder().model("gpt-4o").maxTokens(100).addUserMessage("hello").build();

  @TempDir private Path folder;

  private static ChatScript greeting() {
    return ChatScript.stream()
        .reasoning("A greeting.", "reasoning_content")
        .text("Good ")
        .text("day 🐪")
        .toolStart(0, "call_1", "look")
        .toolArgs(0, "{\"where\":")
        .toolArgs(0, "\"here\"}")
        .finish("tool_calls")
        .usage(1200, 30, 1024, 10)
        .done();
  }

  @Test
  void itStreamsAndEveryEventIsValid() throws Exception {
    try (ScriptedChatServer upstream = ScriptedChatServer.answering(greeting());
        GatewayProcess gateway = start(upstream)) {
      AnthropicClient client = client(gateway, GatewayProcess.KEY);
      MessageAccumulator accumulator = MessageAccumulator.create();
      try (StreamResponse<RawMessageStreamEvent> events =
          client.messages().createStreaming(HELLO)) {
        events.stream().map(RawMessageStreamEvent::validate).forEach(accumulator::accumulate);
      }
      check(accumulator.message());
      upstream.assertClean();
    }
  }

  @Test
  void itAsksForNoStreamAndGetsTheSame() throws Exception {
    try (ScriptedChatServer upstream = ScriptedChatServer.answering(greeting());
        GatewayProcess gateway = start(upstream)) {
      AnthropicClient client = client(gateway, GatewayProcess.KEY);
      check(client.messages().create(HELLO).validate());
      upstream.assertClean();
    }
  }

  @Test
  void itSaysNothingOnStandardErrorWhileItReads() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (ScriptedChatServer upstream = ScriptedChatServer.answering(greeting(), greeting());
        GatewayProcess gateway = start(upstream)) {
      AnthropicClient client = client(gateway, GatewayProcess.KEY);
      System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
      client.messages().create(HELLO);
      try (StreamResponse<RawMessageStreamEvent> events =
          client.messages().createStreaming(HELLO)) {
        events.stream().forEach(event -> {});
      }
    } finally {
      System.setErr(before);
    }
    assertEquals("", said.toString(StandardCharsets.UTF_8));
  }

  @Test
  void itCountsTokensAndListsModels() throws Exception {
    try (ScriptedChatServer upstream = ScriptedChatServer.answering();
        GatewayProcess gateway = start(upstream)) {
      AnthropicClient client = client(gateway, GatewayProcess.KEY);
      MessageCountTokensParams params =
          MessageCountTokensParams.builder().model("gpt-4o").addUserMessage("hello world").build();
      long tokens = client.messages().countTokens(params).validate().inputTokens();
      assertTrue(tokens >= 2 && tokens < 20, "hello world is two tokens, not " + tokens);
      List<String> ids = client.models().list().data().stream().map(model -> model.id()).toList();
      assertEquals(List.of("claude-gpt-4o", "gpt-4o"), ids);
      assertEquals("claude-gpt-4o", client.models().retrieve("claude-gpt-4o").validate().id());
    }
  }

  @Test
  void itKnowsEachErrorForWhatItIs() throws Exception {
    ChatScript limited = ChatScripts.rateLimited(17);
    try (ScriptedChatServer upstream = ScriptedChatServer.answering(limited);
        GatewayProcess gateway = start(upstream)) {
      AnthropicClient client = client(gateway, GatewayProcess.KEY);
      AnthropicClient stranger = client(gateway, "sk-wrong");
      assertThrows(UnauthorizedException.class, () -> stranger.messages().create(HELLO));
      MessageCreateParams unknown = HELLO.toBuilder().model("gpt-5000").build();
      assertThrows(NotFoundException.class, () -> client.messages().create(unknown));
      RateLimitException rateLimit =
          assertThrows(RateLimitException.class, () -> client.messages().create(HELLO));
      assertEquals(List.of("17"), rateLimit.headers().values("retry-after"));
    }
  }

  private static void check(Message message) {
    assertEquals("gpt-4o", message.model().asString());
    assertEquals(3, message.content().size());
    assertEquals("A greeting.", message.content().get(0).asThinking().thinking());
    assertEquals("Good day 🐪", message.content().get(1).asText().text());
    assertEquals("look", message.content().get(2).asToolUse().name());
    assertEquals(StopReason.TOOL_USE, message.stopReason().orElseThrow());
    assertEquals(176, message.usage().inputTokens());
    assertEquals(1024, message.usage().cacheReadInputTokens().orElseThrow());
    assertEquals(30, message.usage().outputTokens());
  }

  private GatewayProcess start(ScriptedChatServer upstream) throws Exception {
    Path config = Configs.gpt4o(folder, upstream.baseUrl());
    return GatewayProcess.start(
        folder, Map.of("UPSTREAM_KEY", "sk-upstream"), "--config", config.toString());
  }

  private static AnthropicClient client(GatewayProcess gateway, String key) {
    return AnthropicOkHttpClient.builder()
        .baseUrl(gateway.baseUrl().toString())
        .authToken(key)
        .maxRetries(0)
        .build();
  }
}
