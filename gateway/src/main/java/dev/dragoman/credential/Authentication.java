package dev.dragoman.credential;

/** What authorizes a request to a provider. */
public sealed interface Authentication {
  /** Nothing. */
  record None() implements Authentication {}

  /** {@code Authorization: Bearer} with a secret. */
  record Bearer(SecretRef secret) implements Authentication {}
}
