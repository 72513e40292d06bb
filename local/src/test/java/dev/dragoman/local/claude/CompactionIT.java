package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dragoman.fixture.ChatRequest;
import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.local.Configs;
import dev.dragoman.local.GatewayProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Claude Code compacts near a window that it was told of, and only then. */
final class CompactionIT {
  private static final String ASKED = "detailed summary";

  @TempDir private Path folder;

  @ParameterizedTest(name = "told of its window: {0}")
  @CsvSource({"true", "false"})
  void aSessionCompactsNearTheWindowThatTheGreetingNames(boolean told) throws Exception {
    AtomicInteger turns = new AtomicInteger();
    Path state = Files.createDirectories(folder.resolve("state"));
    try (ScriptedChatServer upstream =
            ScriptedChatServer.start(request -> answer(request, turns.incrementAndGet()));
        GatewayProcess gateway =
            GatewayProcess.start(
                state,
                Map.of("UPSTREAM_KEY", "sk-upstream"),
                "--config",
                Configs.gpt4o(state, upstream.baseUrl()).toString())) {
      ClaudeCode client =
          new ClaudeCode(gateway.baseUrl(), GatewayProcess.KEY, "gpt-4o", folder.resolve("client"));
      if (told) {
        client.with("CLAUDE_CODE_MAX_CONTEXT_TOKENS", "128000");
      }
      ClaudeCode.Run run = client.run("say hi by a command");
      assertFalse(run.failed(), run::toString);
      assertEquals(told, upstream.requests().stream().anyMatch(CompactionIT::asksForSummary));
      assertEquals(told, run.events().toString().contains("compact_boundary"));
    }
  }

  private static boolean asksForSummary(ChatRequest request) {
    return request.messages().getLast().toString().contains(ASKED);
  }

  /** A hundred thousand tokens are near a window of 128,000, and far from a million. */
  private static ChatScript answer(ChatRequest request, int turn) {
    if (asksForSummary(request)) {
      return ChatScript.stream()
          .text("<summary>hi was said</summary>")
          .finish("stop")
          .usage(1_000, 20, 0, 0)
          .done();
    }
    if (turn > 3) {
      return ChatScript.stream().text("done").finish("stop").usage(2_000, 5, 0, 0).done();
    }
    return ChatScript.stream()
        .toolStart(0, "call_" + turn, "Bash")
        .toolArgs(0, "{\"command\": \"echo hi\", \"description\": \"say hi\"}")
        .finish("tool_calls")
        .usage(100_000, 20, 0, 0)
        .done();
  }
}
