package dev.dragoman.local.claude;

import dev.dragoman.fixture.upstream.ConverseForm;

/** Claude Code through Bedrock's Converse with a model that signs its thinking. */
final class ConverseDialectIT extends DialectScenarios {
  ConverseDialectIT() {
    super(ConverseForm.signed("us.anthropic.claude-sonnet-4-5-20250929-v1:0"));
  }

  @Override
  protected boolean signs() {
    return true;
  }
}
