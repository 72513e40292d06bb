package dev.dragoman.doctor;

import java.util.Locale;

/** What a probe comes to. */
public enum Outcome {
  /** It works as a client of the Messages API expects. */
  HOLDS,
  /** It works, and the gateway notes what did not reach the model as it was sent. */
  NOTED,
  /** The gateway refuses it before the provider is asked; its message says what to set. */
  REFUSED,
  /** It was asked, and does not work. */
  FAILS,
  /** The model did not do as it was told, or the provider was busy: nothing was learnt. */
  UNKNOWN,
  /** It was not asked. */
  SKIPPED;

  /** As it stands in a table and in JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
