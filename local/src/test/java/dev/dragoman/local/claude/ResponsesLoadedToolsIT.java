package dev.dragoman.local.claude;

import dev.dragoman.fixture.upstream.ResponsesForm;

/** Tools that load later, through the Responses API. */
final class ResponsesLoadedToolsIT extends LoadedToolScenarios {
  ResponsesLoadedToolsIT() {
    super(new ResponsesForm());
  }
}
