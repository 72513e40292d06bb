package dev.dragoman.doctor;

import dev.dragoman.fixture.upstream.ResponsesForm;

/** Through the Responses API. */
final class ResponsesCheckupTest extends CheckupContract {
  ResponsesCheckupTest() {
    super(new ResponsesForm());
  }

  @Override
  protected boolean searches() {
    return true;
  }
}
