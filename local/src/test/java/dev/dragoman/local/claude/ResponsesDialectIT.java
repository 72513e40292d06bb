package dev.dragoman.local.claude;

import dev.dragoman.fixture.upstream.ResponsesForm;

/** Claude Code through the Responses API. */
final class ResponsesDialectIT extends DialectScenarios {
  ResponsesDialectIT() {
    super(new ResponsesForm());
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
