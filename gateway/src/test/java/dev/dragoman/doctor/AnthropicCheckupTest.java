package dev.dragoman.doctor;

import dev.dragoman.fixture.upstream.AnthropicForm;

/** Through the Messages API itself. */
final class AnthropicCheckupTest extends CheckupContract {
  AnthropicCheckupTest() {
    super(AnthropicForm.anthropic());
  }

  @Override
  protected boolean searches() {
    return true;
  }

  @Override
  protected boolean mayOmitUsage() {
    return false;
  }
}
