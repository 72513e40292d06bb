package dev.dragoman.access;

import java.time.Instant;

/** What the directory keeps. */
public sealed interface Entry permits VirtualKey, User, Team, Budget {
  /** Unique among its kind. */
  String id();

  /** 1 when it is made, and one more with each change. */
  long revision();

  /** When it was made. */
  Instant created();

  /** When it was last changed. */
  Instant updated();
}
