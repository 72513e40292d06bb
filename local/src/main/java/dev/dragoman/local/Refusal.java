package dev.dragoman.local;

/** Why a command cannot be done, for the person who gave it. */
final class Refusal extends RuntimeException {
  Refusal(String message) {
    super(message, null, false, false);
  }
}
