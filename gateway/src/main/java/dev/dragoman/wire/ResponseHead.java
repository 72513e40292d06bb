package dev.dragoman.wire;

import java.io.IOException;

/**
 * The status line and header fields of an HTTP/1 response; the reason phrase is left out.
 *
 * @param status 100 to 599
 * @param minor the minor version: 0 or 1
 */
public record ResponseHead(int status, int minor, Headers headers) {

  /**
   * Reads the next head, which may be an interim one.
   *
   * @throws WireFault when there is none, or not one that is allowed
   */
  public static ResponseHead read(WireInput in, HeadLimits limits) throws IOException {
    HeadReader reader = new HeadReader(in, limits);
    String line = reader.startLine();
    if (line.length() < 12
        || line.charAt(8) != ' '
        || (line.length() > 12 && line.charAt(12) != ' ')) {
      throw WireFault.malformed("not a status line");
    }
    int minor = HttpVersion.minor(line.substring(0, 8));
    int status = 0;
    for (int i = 9; i < 12; i++) {
      if (!Ascii.isDigit(line.charAt(i))) {
        throw WireFault.malformed("a status that is not a number");
      }
      status = 10 * status + line.charAt(i) - '0';
    }
    if (status < 100 || status > 599) {
      throw WireFault.malformed("a status that does not exist");
    }
    return new ResponseHead(status, minor, reader.headers());
  }

  /** Whether this precedes the answer proper. */
  public boolean interim() {
    return status < 200;
  }

  /** Whether the sender ends the connection after this answer. */
  public boolean closes() {
    return minor == 0
        ? !headers.lists("connection", "keep-alive")
        : headers.lists("connection", "close");
  }

  /**
   * The body that follows this head, as the answer to a request of that method.
   *
   * @throws WireFault when the header fields do not say clearly where it ends
   */
  public BodyInput body(String method, WireInput in) throws WireFault {
    Framing framing = Framing.of(headers, minor);
    if (method.equals("HEAD") || Framing.isBodiless(status)) {
      return new LengthInput(in, 0);
    }
    return switch (framing) {
      case Framing.Chunked() -> new ChunkedInput(in);
      case Framing.Length(long length) -> new LengthInput(in, length);
      case Framing.Unsaid() -> new UntilCloseInput(in);
    };
  }
}
