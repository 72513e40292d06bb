package dev.dragoman.bench;

/** A command line that cannot be followed; its message is meant for the person who typed it. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
