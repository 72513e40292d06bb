package dev.dragoman.access;

import java.util.StringJoiner;

/**
 * The parts of an account's id. Ids of users and names of models are anybody's text: in an id they
 * hold no slash, so that no two ids that differ in their parts are the same text.
 */
final class AccountName {
  /** A key in DynamoDB has 1,024 bytes for all parts together. */
  private static final int LONGEST = 200;

  private AccountName() {}

  /** The parts with slashes between them. */
  static String of(String... parts) {
    StringJoiner name = new StringJoiner("/");
    for (String part : parts) {
      name.add(escaped(part));
    }
    return name.toString();
  }

  /**
   * As in an address, but by the character: one that is not in ASCII has four digits behind {@code
   * %u}. What would be too long is a tilde and its SHA-256; no other part begins so.
   */
  private static String escaped(String part) {
    int plain = 0;
    while (plain < part.length() && isPlain(part.charAt(plain))) {
      plain++;
    }
    String escaped = plain == part.length() ? part : escaped(part, plain);
    return escaped.length() <= LONGEST ? escaped : "~" + Digest.hex(Digest.of(escaped));
  }

  private static String escaped(String part, int plain) {
    StringBuilder escaped = new StringBuilder(part.length() + 16).append(part, 0, plain);
    for (int i = plain; i < part.length(); i++) {
      char c = part.charAt(i);
      if (isPlain(c)) {
        escaped.append(c);
      } else if (c < 0x80) {
        escaped.append('%').append(hex(c, 1)).append(hex(c, 0));
      } else {
        escaped
            .append("%u")
            .append(hex(c, 3))
            .append(hex(c, 2))
            .append(hex(c, 1))
            .append(hex(c, 0));
      }
    }
    return escaped.toString();
  }

  private static char hex(char c, int digit) {
    return Character.forDigit((c >> (4 * digit)) & 0xf, 16);
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-_.:@+*".indexOf(c) >= 0;
  }
}
