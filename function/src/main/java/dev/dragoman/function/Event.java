package dev.dragoman.function;

import dev.dragoman.http.Request;

/** What a function was invoked with. */
sealed interface Event {
  /**
   * An HTTP request.
   *
   * @param multiValue whether an answer may name a header several times under {@code
   *     multiValueHeaders}, as REST APIs let it; function URLs do not
   */
  record Http(Request request, boolean multiValue) implements Event {}

  /** The tick of a schedule, which keeps a function warm. */
  record Tick() implements Event {}

  /** Anything else. */
  record Unknown(String why) implements Event {}
}
