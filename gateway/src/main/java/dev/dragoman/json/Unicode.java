package dev.dragoman.json;

/** Text as UTF-8 can hold it. JSON's escapes can name half a character, which UTF-8 cannot. */
public final class Unicode {
  private static final char REPLACEMENT = '\uFFFD';

  private Unicode() {}

  /** The same text, with U+FFFD in place of each surrogate that stands alone. */
  public static String wellFormed(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return repaired(text);
      }
    }
    return text;
  }

  /** How many octets a text has in UTF-8. */
  public static long utf8Length(String text) {
    long octets = text.length();
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit >= 0x80) {
        // Both halves of a surrogate pair together have four.
        octets += unit < 0x800 || Character.isSurrogate(unit) ? 1 : 2;
      }
    }
    return octets;
  }

  /**
   * Where {@code bytes} stop being UTF-8; -1 if they are UTF-8 to their end. By hand: every request
   * is looked at whole, and the JDK's decoder takes five times as long.
   *
   * @see <a href="https://www.unicode.org/versions/latest/core-spec/chapter-3/#G27506">The Unicode
   *     Standard, table 3-7</a>
   */
  public static int malformed(byte[] bytes) {
    int at = afterAscii(bytes, 0);
    while (at < bytes.length) {
      int length = sequence(bytes, at);
      if (length == 0) {
        return at;
      }
      at = afterAscii(bytes, at + length);
    }
    return -1;
  }

  /** Where the first octet that is not ASCII stands, from there on; the length if none does. */
  private static int afterAscii(byte[] bytes, int from) {
    int at = from;
    for (int last = bytes.length - 8; at <= last; at += 8) {
      int low = bytes[at] | bytes[at + 1] | bytes[at + 2] | bytes[at + 3];
      int high = bytes[at + 4] | bytes[at + 5] | bytes[at + 6] | bytes[at + 7];
      if ((low | high) < 0) {
        break;
      }
    }
    while (at < bytes.length && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /** The length of the character that begins there, of two octets or more; 0 if it is none. */
  private static int sequence(byte[] bytes, int at) {
    int lead = bytes[at] & 0xff;
    if (lead < 0xc2 || lead > 0xf4) {
      return 0;
    }
    int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (bytes.length - at < length) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    boolean whole = second >= least && second <= most;
    for (int i = 2; i < length; i++) {
      whole &= (bytes[at + i] & 0xc0) == 0x80;
    }
    return whole ? length : 0;
  }

  private static String repaired(String text) {
    StringBuilder repaired = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c)
        .forEach(repaired::appendCodePoint);
    return repaired.toString();
  }
}
