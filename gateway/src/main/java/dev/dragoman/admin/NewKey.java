package dev.dragoman.admin;

import dev.dragoman.messages.ApiException;
import dev.dragoman.provider.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A key that is being handed out: the one place where its text stands. */
record NewKey(String text) {
  private static final String PREFIX = "sk-";
  private static final int RANDOM_BYTES = 32;
  private static final int LEAST = 20;
  private static final int LEAST_DIFFERENT = 8;
  private static final int SHOWN = 4;

  /** 256 bits that nobody can guess. */
  static NewKey random(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    byte[] text = Base64.getUrlEncoder().withoutPadding().encode(bytes);
    return new NewKey(PREFIX + new String(text, StandardCharsets.US_ASCII));
  }

  /** The key that {@code field} asks for, or a random one if it asks for none. */
  static NewKey asked(Form form, String field, RandomGenerator random) {
    String asked = form.text(field);
    return asked == null ? random(random) : checked(field, asked);
  }

  private static NewKey checked(String field, String asked) {
    if (!asked.startsWith(PREFIX)
        || asked.length() < LEAST
        || !asked.chars().allMatch(c -> c > ' ' && c < 0x7f)
        || asked.chars().distinct().count() < LEAST_DIFFERENT) {
      throw ApiException.invalid(
          field,
          "must begin with sk-, have at least %d visible characters and be no weaker than random"
                  .formatted(LEAST)
              + " ones: leave it out to be given one");
    }
    return new NewKey(asked);
  }

  /** What it is kept under. */
  String hash() {
    return Sha256.hex(text);
  }

  /** What tells it apart without giving it away. */
  String name() {
    return PREFIX + "..." + text.substring(text.length() - SHOWN);
  }

  /** The hash that a client means by a key or its hash; null if it is neither. */
  static @Nullable String hash(String keyOrHash) {
    if (keyOrHash.matches("[0-9a-f]{64}")) {
      return keyOrHash;
    }
    return keyOrHash.startsWith(PREFIX) ? Sha256.hex(keyOrHash) : null;
  }

  @Override
  public String toString() {
    return name();
  }
}
