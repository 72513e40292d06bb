package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.upstream.AnthropicForm;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.fixture.upstream.Received;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claude Code through Anthropic's own Messages API. */
final class AnthropicDialectIT extends DialectScenarios {
  AnthropicDialectIT() {
    super(AnthropicForm.anthropic());
  }

  @Override
  protected boolean signs() {
    return true;
  }

  @Override
  protected boolean searches() {
    return true;
  }

  @Test
  void theFeaturesThatClaudeCodeNamesArePassedOn(@TempDir Path own) throws Exception {
    try (DialectScene scene =
        DialectScene.answering(AnthropicForm.anthropic(), own, ModelAnswer.of("Hi."))) {
      assertEquals("Hi.", scene.run("say hi").answer());
      Received request = scene.upstream().requests().getFirst();
      String betas = request.header("anthropic-beta").orElse("");
      assertTrue(betas.contains("claude-code-20250219"), betas);
      assertTrue(betas.contains("interleaved-thinking-2025-05-14"), betas);
    }
  }
}
