package dev.dragoman.local.http;

import dev.dragoman.wire.WireFault;

/** A request that the server itself answers with an error, after which the connection ends. */
final class Refusal extends Exception {
  final int status;
  final String message;

  Refusal(int status, String message) {
    super(message, null, false, false);
    this.status = status;
    this.message = message;
  }

  /** The refusal of a message that cannot be read, of which something had arrived. */
  static Refusal of(WireFault fault) {
    String message = "The request is not valid HTTP/1.1: " + fault.getMessage() + ".";
    int status =
        switch (fault.kind()) {
          case CUT, MALFORMED -> 400;
          case START_LINE_TOO_LARGE -> 414;
          case HEAD_TOO_LARGE -> 431;
          case UNSUPPORTED_CODING -> 501;
          case UNSUPPORTED_VERSION -> 505;
        };
    return new Refusal(status, message);
  }
}
