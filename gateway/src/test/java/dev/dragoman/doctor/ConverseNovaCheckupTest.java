package dev.dragoman.doctor;

import dev.dragoman.fixture.upstream.ConverseForm;

/** Through Converse, Nova. */
final class ConverseNovaCheckupTest extends CheckupContract {
  ConverseNovaCheckupTest() {
    super(ConverseForm.withKey("us.amazon.nova-2-lite-v1:0"));
  }

  @Override
  protected boolean mayOmitUsage() {
    return false;
  }
}
