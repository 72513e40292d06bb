package dev.dragoman.function;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A string within a JSON document, turned from its escaped bytes into its own without a detour
 * through characters: a request of megabytes comes as one such string, and memory is what a
 * function pays for.
 */
final class JsonString {
  private final byte[] json;
  private int at;

  private JsonString(byte[] json, int at) {
    this.json = json;
    this.at = at;
  }

  /**
   * The UTF-8 bytes of the string whose opening quote is at {@code quote}; the document must be
   * known to be well-formed. Half a surrogate pair becomes a question mark.
   */
  static byte[] bytes(byte[] json, int quote) {
    int from = quote + 1;
    int end = from;
    boolean escaped = false;
    while (json[end] != '"') {
      escaped |= json[end] == '\\';
      end += json[end] == '\\' ? 2 : 1;
    }
    return escaped
        ? new JsonString(json, from).unescaped(end)
        : Arrays.copyOfRange(json, from, end);
  }

  private byte[] unescaped(int end) {
    Exact out = new Exact(end - at);
    while (at < end) {
      int plain = at;
      while (at < end && json[at] != '\\') {
        at++;
      }
      out.write(json, plain, at - plain);
      if (at < end) {
        at++;
        escape(out);
      }
    }
    return out.bytes();
  }

  private void escape(Exact out) {
    byte kind = json[at++];
    switch (kind) {
      case 'b' -> out.write('\b');
      case 'f' -> out.write('\f');
      case 'n' -> out.write('\n');
      case 'r' -> out.write('\r');
      case 't' -> out.write('\t');
      case 'u' -> {
        char unit = unit();
        boolean pair = Character.isHighSurrogate(unit) && json[at] == '\\' && json[at + 1] == 'u';
        if (pair && Character.isLowSurrogate(peek())) {
          at += 2;
          out.writeBytes(utf8(String.valueOf(new char[] {unit, unit()})));
        } else {
          out.writeBytes(utf8(String.valueOf(unit)));
        }
      }
      default -> out.write(kind);
    }
  }

  private char peek() {
    int here = at;
    at += 2;
    char unit = unit();
    at = here;
    return unit;
  }

  private char unit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      unit = unit << 4 | Character.digit(json[at++], 16);
    }
    return (char) unit;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Hands its array out uncopied where the guess was right. */
  private static final class Exact extends ByteArrayOutputStream {
    Exact(int size) {
      super(size);
    }

    byte[] bytes() {
      return count == buf.length ? buf : toByteArray();
    }
  }
}
