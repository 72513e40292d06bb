package dev.dragoman.wire;

import java.util.List;

/**
 * What the header fields say about where a body ends (RFC 9112, 6). Both ways at once, differing
 * lengths and codings that only one of two parties would understand are how requests are smuggled,
 * and are refused.
 */
sealed interface Framing {
  record Chunked() implements Framing {}

  record Length(long octets) implements Framing {}

  /** Nothing is said: no body in a request, and all until the connection ends in a response. */
  record Unsaid() implements Framing {}

  static Framing of(Headers headers, int minor) throws WireFault {
    boolean coded = headers.contains("transfer-encoding");
    boolean measured = headers.contains("content-length");
    if (!coded) {
      return measured ? new Length(length(headers.all("content-length"))) : new Unsaid();
    }
    if (measured) {
      throw WireFault.malformed("both a content-length and a transfer-encoding");
    }
    if (minor == 0) {
      throw WireFault.malformed("a transfer-encoding in HTTP/1.0");
    }
    List<String> codings = headers.all("transfer-encoding");
    if (codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked")) {
      return new Chunked();
    }
    throw new WireFault(
        WireFault.Kind.UNSUPPORTED_CODING, "a transfer-encoding other than just chunked");
  }

  private static long length(List<String> values) throws WireFault {
    long length = -1;
    for (String value : values) {
      for (String part : value.split(",", -1)) {
        long each = number(part.strip());
        if (length >= 0 && each != length) {
          throw WireFault.malformed("two content-lengths that differ");
        }
        length = each;
      }
    }
    return length;
  }

  private static long number(String digits) throws WireFault {
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      if (!Ascii.isDigit(digits.charAt(i))) {
        throw WireFault.malformed("a content-length that is not a number");
      }
      number = 10 * number + digits.charAt(i) - '0';
    }
    if (digits.isEmpty() || digits.length() > 18) {
      throw WireFault.malformed("a content-length that is not a number");
    }
    return number;
  }

  /** Whether answers of that status have no body, whatever their header fields say. */
  static boolean isBodiless(int status) {
    return status < 200 || status == 204 || status == 304;
  }
}
