package dev.dragoman.doctor;

import dev.dragoman.fixture.upstream.ConverseForm;

/** Through Converse, Claude. */
final class ConverseCheckupTest extends CheckupContract {
  ConverseCheckupTest() {
    super(ConverseForm.signed("us.anthropic.claude-sonnet-4-5-20250929-v1:0"));
  }

  @Override
  protected boolean mayOmitUsage() {
    return false;
  }
}
