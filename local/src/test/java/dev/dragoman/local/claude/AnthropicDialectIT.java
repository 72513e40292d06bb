package dev.dragoman.local.claude;

import dev.dragoman.fixture.upstream.AnthropicForm;

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
}
