package dev.dragoman.provider;

/**
 * Something of a request that did not reach the model as it was sent.
 *
 * @param field the request's field, or {@code usage}
 * @param what what became of it, in a few words of ASCII without a semicolon
 */
public record Note(String field, String what) {
  @Override
  public String toString() {
    return field + ": " + what;
  }
}
