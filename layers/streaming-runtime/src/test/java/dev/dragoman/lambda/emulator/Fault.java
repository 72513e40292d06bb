package dev.dragoman.lambda.emulator;

import java.time.Duration;

/** What the emulator is to do wrong. */
public sealed interface Fault {

  /** Faults in the answer to one event's own posts. */
  sealed interface OfAnswer extends Fault {}

  /** Faults in the answer to a request for an event. */
  sealed interface OfNext extends Fault {}

  /** Everything goes well. */
  record None() implements OfAnswer, OfNext {}

  /** The post is answered with another status than 202, before or after its body was read. */
  record Refuse(int status, boolean atOnce) implements OfAnswer {}

  /** The connection is reset after so many chunks; 0 means after the head. */
  record ResetAfter(int chunks) implements OfAnswer {}

  /** {@code next} is answered with this status. */
  record Status(int status) implements OfNext {}

  /** {@code next} is answered with 200 and no request id. */
  record NoRequestId() implements OfNext {}

  /** The connection is closed instead of an answer. */
  record Close() implements OfNext {}

  /** {@code next} is answered properly, later. */
  record Slow(Duration delay) implements OfNext {}
}
