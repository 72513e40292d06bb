package dev.dragoman.credential;

import org.jspecify.annotations.Nullable;

/** The variables of this process. */
public interface Environment {
  /** The value of a variable; null if it is not set. */
  @Nullable String get(String name);
}
