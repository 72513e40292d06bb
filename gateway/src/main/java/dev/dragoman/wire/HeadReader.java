package dev.dragoman.wire;

import java.io.IOException;

/** Reads the lines of one head and counts them against the limits. */
final class HeadReader {
  private final WireInput in;
  private final HeadLimits limits;
  private int left;

  HeadReader(WireInput in, HeadLimits limits) {
    this.in = in;
    this.limits = limits;
    this.left = limits.total();
  }

  /** The start line, after at most one empty line, which RFC 9112, 2.2 has a server forgive. */
  String startLine() throws IOException {
    int length = in.line(limits.line());
    if (length == 0) {
      length = in.line(limits.line());
    }
    if (length < 0) {
      throw new WireFault(WireFault.Kind.START_LINE_TOO_LARGE, "the start line is too long");
    }
    left -= length;
    return in.text(0, length);
  }

  Headers headers() throws IOException {
    Headers.Builder headers = Headers.builder();
    for (int count = 0; ; count++) {
      int length = in.line(Math.min(limits.line(), left));
      if (length == 0) {
        return headers.build();
      }
      left -= length;
      if (length < 0 || count == limits.fields()) {
        throw new WireFault(WireFault.Kind.HEAD_TOO_LARGE, "the header fields are too many");
      }
      int colon = nameLength(length);
      int from = colon + 1;
      int to = length;
      while (from < to && isSpace(in.octet(from))) {
        from++;
      }
      while (from < to && isSpace(in.octet(to - 1))) {
        to--;
      }
      headers.addChecked(in.text(0, colon), in.text(from, to));
    }
  }

  /** Where the colon is: a folded line and a space before the colon are refused here. */
  private int nameLength(int length) throws WireFault {
    int i = 0;
    while (i < length && Ascii.isTokenCharacter(in.octet(i))) {
      i++;
    }
    if (i == 0 || i == length || in.octet(i) != ':') {
      throw WireFault.malformed("a header field without a proper name");
    }
    return i;
  }

  private static boolean isSpace(int octet) {
    return octet == ' ' || octet == '\t';
  }
}
