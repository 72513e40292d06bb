package dev.dragoman.local.claude;

import dev.dragoman.fixture.upstream.GeminiForm;

/** Claude Code through Gemini's API of AI Studio. */
final class GeminiDialectIT extends DialectScenarios {
  GeminiDialectIT() {
    super(GeminiForm.aiStudio());
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
