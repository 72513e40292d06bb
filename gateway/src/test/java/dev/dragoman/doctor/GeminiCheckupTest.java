package dev.dragoman.doctor;

import dev.dragoman.fixture.upstream.GeminiForm;

/** Through Gemini's API. */
final class GeminiCheckupTest extends CheckupContract {
  GeminiCheckupTest() {
    super(GeminiForm.aiStudio());
  }

  @Override
  protected boolean searches() {
    return true;
  }

  @Override
  protected boolean signsCalls() {
    return true;
  }
}
