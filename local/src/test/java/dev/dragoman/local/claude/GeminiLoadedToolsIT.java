package dev.dragoman.local.claude;

import dev.dragoman.fixture.upstream.GeminiForm;

/** Tools that load later, through Gemini's API of AI Studio. */
final class GeminiLoadedToolsIT extends LoadedToolScenarios {
  GeminiLoadedToolsIT() {
    super(GeminiForm.aiStudio());
  }
}
