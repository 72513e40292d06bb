package dev.dragoman.provider;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The text of a page that a search of this gateway's found. It travels to the client and back in
 * {@code encrypted_content}, where Anthropic keeps what only its models read.
 */
public final class SearchExcerpt {
  private static final String MARK = "dragoman1.search.";

  private SearchExcerpt() {}

  /** {@code text} as the client keeps it. */
  public static String wrap(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether this gateway wrapped it, so that no other service can read it. */
  public static boolean isWrapped(String wrapped) {
    return wrapped.startsWith(MARK);
  }

  /** The text that {@link #wrap} was given; empty if it was not this gateway that wrapped it. */
  public static String unwrap(String wrapped) {
    if (!isWrapped(wrapped)) {
      return "";
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(wrapped.substring(MARK.length()));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      return "";
    }
  }
}
