package dev.dragoman.local.claude;

import dev.dragoman.fixture.upstream.AnthropicForm;

/** Claude Code through Claude on Bedrock. */
final class BedrockClaudeDialectIT extends DialectScenarios {
  BedrockClaudeDialectIT() {
    super(AnthropicForm.bedrock());
  }

  @Override
  protected boolean signs() {
    return true;
  }
}
