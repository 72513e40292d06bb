package dev.dragoman.access;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Admits who knows the master key. A key comes as {@code Authorization: Bearer} or as {@code
 * x-api-key}; a client that sends both may have the right one in either.
 */
public final class Access {
  private static final String BEARER = "bearer ";

  private final byte @Nullable [] master;

  /** Admits with {@code masterKey}; nobody if it is null. */
  public Access(@Nullable String masterKey) {
    master = masterKey == null ? null : sha256(masterKey);
  }

  /**
   * Why {@code key} is too weak to be a master key; null if it is not.
   *
   * <p>LiteLLM's documentation uses {@code sk-1234} throughout, so it is the first one tried.
   */
  public static @Nullable String weakness(String key) {
    if (key.isBlank()) {
      return "the master key is empty";
    }
    return key.equals("sk-1234")
        ? "the master key sk-1234 stands in every tutorial: choose another"
        : null;
  }

  /**
   * The caller whose key stands in {@code headers}.
   *
   * @throws ApiException {@code authentication_error}
   */
  public Caller admit(Headers headers) {
    if (master == null) {
      throw refused("this gateway has no master key yet: set LITELLM_MASTER_KEY");
    }
    List<String> keys = keys(headers);
    if (keys.isEmpty()) {
      throw refused("no key: send it as Authorization: Bearer or as x-api-key");
    }
    for (String key : keys) {
      byte[] hash = sha256(key);
      if (MessageDigest.isEqual(hash, master)) {
        return Caller.master(HexFormat.of().formatHex(hash));
      }
    }
    throw refused("this key is not known");
  }

  private static List<String> keys(Headers headers) {
    Stream<String> bearers =
        headers.all("authorization").stream()
            .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
            .map(value -> value.substring(BEARER.length()));
    return Stream.concat(bearers, headers.all("x-api-key").stream())
        .map(String::strip)
        .filter(key -> !key.isEmpty())
        .toList();
  }

  private static ApiException refused(String why) {
    return ApiError.of(ErrorType.AUTHENTICATION, why).retry(false).toException();
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
