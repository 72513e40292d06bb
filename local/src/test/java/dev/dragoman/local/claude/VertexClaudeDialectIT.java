package dev.dragoman.local.claude;

import dev.dragoman.fixture.upstream.AnthropicForm;

/** Claude Code through Claude on Vertex AI. */
final class VertexClaudeDialectIT extends DialectScenarios {
  VertexClaudeDialectIT() {
    super(AnthropicForm.vertex());
  }

  @Override
  protected boolean signs() {
    return true;
  }

  @Override
  protected boolean searches() {
    return true;
  }
}
