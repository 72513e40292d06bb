package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dragoman.provider.Deployment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Claude Code is told of windows. */
class ClientWindowTest {
  private static final String WINDOW = "CLAUDE_CODE_MAX_CONTEXT_TOKENS";
  private static final String COMPACT = "CLAUDE_CODE_AUTO_COMPACT_WINDOW";

  private static Map<String, String> of(String name, Deployment... deployments) {
    return ClientWindow.variables(name, List.of(deployments));
  }

  @Test
  void theModelsWindowIsTold() {
    Deployment gpt4o = Deployment.of("gpt-4o", "openai", "gpt-4o");
    assertEquals(Map.of(WINDOW, "128000"), of("gpt-4o", gpt4o));
    assertEquals(Map.of(), of("other", gpt4o));
  }

  @Test
  void ofANameThatClaudeCodeKnowsOnlyTheWindowToCompactCounts() {
    Deployment posing = Deployment.of("claude-sonnet-4-5", "openai", "gpt-4o");
    assertEquals(Map.of(WINDOW, "128000", COMPACT, "128000"), of("claude-sonnet-4-5", posing));
  }

  @Test
  void claudesOwnWindowsAreItsOwnAffair() {
    Deployment claude = Deployment.of("claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5");
    assertNull(of("claude-sonnet-4-5", claude).get(COMPACT));
  }

  @Test
  void ofSeveralDeploymentsTheSmallestWindowCounts() {
    Deployment small = Deployment.of("m", "openai", "gpt-4o");
    Deployment large = Deployment.of("m", "openai", "gpt-4.1");
    assertEquals(Map.of(WINDOW, "128000"), of("m", large, small));
  }

  @Test
  void whatNobodyKnowsOrIsTooSmallToWorkInIsNotTold() {
    assertEquals(Map.of(), of("m", Deployment.of("m", "hosted_vllm", "some/model")));
    assertEquals(Map.of(), of("m", Deployment.of("m", "openai", "computer-use-preview")));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"--model a,a", "--model=b,b", "-p x --model c,c", "-p x,env", "--model,env"})
  void theModelThatTheUserChoseCounts(String arguments, String model) {
    List<String> list = List.of(arguments.split(" "));
    assertEquals(model, Claude.chosen(list, Map.of("ANTHROPIC_MODEL", "env")));
  }
}
