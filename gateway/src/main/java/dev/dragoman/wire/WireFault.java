package dev.dragoman.wire;

import java.io.IOException;

/**
 * A message that is not, or not wholly, what HTTP/1.1 (RFC 9112) allows. The text of the exception
 * never quotes the message.
 */
public final class WireFault extends IOException {
  /** In what way. */
  public enum Kind {
    /** The connection ended before the message did. */
    CUT,
    /** Not HTTP, or ambiguous in a way that lets requests be smuggled. */
    MALFORMED,
    /** The start line is longer than the limit. */
    START_LINE_TOO_LARGE,
    /** The header fields, or the framing around a chunk, are more than the limits. */
    HEAD_TOO_LARGE,
    /** A transfer coding other than chunked. */
    UNSUPPORTED_CODING,
    /** A version other than HTTP/1.0 and HTTP/1.1. */
    UNSUPPORTED_VERSION
  }

  private final Kind kind;

  WireFault(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  static WireFault malformed(String message) {
    return new WireFault(Kind.MALFORMED, message);
  }

  static WireFault cut() {
    return new WireFault(Kind.CUT, "the connection ended in the middle of a message");
  }
}
