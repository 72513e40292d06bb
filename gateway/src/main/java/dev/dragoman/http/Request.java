package dev.dragoman.http;

import dev.dragoman.messages.ApiException;
import dev.dragoman.wire.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request that was read whole.
 *
 * @param method as it was sent: {@code GET}, {@code POST} ...
 * @param path raw: percent-escapes are as they were sent, and nothing is normalised; starts with a
 *     slash, but for {@code OPTIONS *}, where it is {@code *}
 * @param query raw, without the question mark; null when there is none
 * @param headers as they were sent
 * @param body the octets of the body, empty for none; never changed after, nor copied
 * @param deadline when the answer must have ended; null where nobody ends it
 */
public record Request(
    String method,
    String path,
    @Nullable String query,
    Headers headers,
    byte[] body,
    @Nullable Instant deadline) {
  private static final Pattern KEY = Pattern.compile("(?i)\\bsk(?:-|%2d)[^/]+");

  /** A request whose answer may take its time. */
  public Request(String method, String path, @Nullable String query, Headers headers, byte[] body) {
    this(method, path, query, headers, body, null);
  }

  /**
   * The first parameter of that name in the query, without escapes; null if there is none.
   *
   * @throws dev.dragoman.messages.ApiException {@code invalid_request_error} if it is not properly
   *     escaped
   */
  public @Nullable String parameter(String name) {
    if (query == null) {
      return null;
    }
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return decoded(pair.substring(name.length() + 1), name);
      }
    }
    return null;
  }

  /** A text of an address without its escapes; {@code where} names it if it cannot be read. */
  public static String decoded(String text, String where) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(where, "is not properly escaped");
    }
  }

  /** The path for people to read: without the keys that stand in it. */
  public String shownPath() {
    return KEY.matcher(path).replaceAll("sk-***");
  }

  /** Method and path: the query, the values of headers and the body may be secret. */
  @Override
  public String toString() {
    return method + " " + shownPath();
  }
}
