package dev.dragoman.doctor;

import dev.dragoman.fixture.upstream.AnthropicForm;

/** Through Bedrock's Claude. */
final class BedrockCheckupTest extends CheckupContract {
  BedrockCheckupTest() {
    super(AnthropicForm.bedrock());
  }

  @Override
  protected boolean mayOmitUsage() {
    return false;
  }
}
