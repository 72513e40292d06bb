package dev.dragoman.provider.responses;

import org.jspecify.annotations.Nullable;

/**
 * What of a reasoning item must come back as it was, as the signature of the thinking it is.
 *
 * @param id the item's
 * @param encrypted its {@code encrypted_content}
 */
record ReasoningItem(String id, String encrypted) {
  private static final char BETWEEN = '|';

  String signature() {
    return id + BETWEEN + encrypted;
  }

  /** The item that {@link #signature} was of; null for any other text. */
  static @Nullable ReasoningItem read(String signature) {
    int between = signature.indexOf(BETWEEN);
    return between < 0
        ? null
        : new ReasoningItem(signature.substring(0, between), signature.substring(between + 1));
  }
}
