package dev.dragoman.routing;

import dev.dragoman.routing.SharedHealth.Minute;
import java.time.Instant;

/** What happened at a deployment within a minute, as far as it is counted: see {@link Minute}. */
record Counts(long requests, long tokens, long failures, long answers, long firstContentMillis) {
  static final Counts ZERO = new Counts(0, 0, 0, 0, 0);

  static Counts of(Minute told) {
    return new Counts(
        told.requests(), told.tokens(), told.failures(), told.answers(), told.firstContentMillis());
  }

  static Counts request(long tokens) {
    return new Counts(1, tokens, 0, 0, 0);
  }

  static Counts tokens(long more) {
    return new Counts(0, more, 0, 0, 0);
  }

  static Counts failure() {
    return new Counts(0, 0, 1, 0, 0);
  }

  static Counts answer(long firstContentMillis) {
    return new Counts(0, 0, 0, 1, firstContentMillis);
  }

  Counts plus(Counts more) {
    return new Counts(
        requests + more.requests,
        tokens + more.tokens,
        failures + more.failures,
        answers + more.answers,
        firstContentMillis + more.firstContentMillis);
  }

  Counts minus(Counts less) {
    return new Counts(
        requests - less.requests,
        tokens - less.tokens,
        failures - less.failures,
        answers - less.answers,
        firstContentMillis - less.firstContentMillis);
  }

  /** The same, where less than nothing is nothing. */
  Counts orZero() {
    return new Counts(
        Math.max(0, requests),
        Math.max(0, tokens),
        Math.max(0, failures),
        Math.max(0, answers),
        Math.max(0, firstContentMillis));
  }

  Minute at(String deployment, long minute) {
    return new Minute(
        deployment,
        Instant.ofEpochSecond(minute * 60),
        requests,
        tokens,
        failures,
        answers,
        firstContentMillis);
  }
}
