package dev.dragoman.routing;

import dev.dragoman.messages.ApiError;
import dev.dragoman.provider.Deployment;
import java.time.Duration;

/** What to do next for a request. */
public sealed interface Step {
  /** Ask a deployment, after a pause that may be zero. */
  record Attempt(Deployment target, Duration pause) implements Step {}

  /** Tell the client this: nobody is left who could answer, or no time. */
  record GiveUp(ApiError error) implements Step {}
}
