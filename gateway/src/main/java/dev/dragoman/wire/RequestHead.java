package dev.dragoman.wire;

import java.io.IOException;

/**
 * The request line and header fields of an HTTP/1 request.
 *
 * @param method a token
 * @param target as it was sent: printable ASCII, not empty, not looked into
 * @param minor the minor version: 0 or 1
 */
public record RequestHead(String method, String target, int minor, Headers headers) {

  /**
   * Reads the next head.
   *
   * @throws WireFault when there is none, or not one that is allowed
   */
  public static RequestHead read(WireInput in, HeadLimits limits) throws IOException {
    HeadReader reader = new HeadReader(in, limits);
    String line = reader.startLine();
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(' ');
    if (first < 1 || last <= first + 1 || !Headers.isToken(line.substring(0, first))) {
      throw WireFault.malformed("not a request line");
    }
    for (int i = first + 1; i < last; i++) {
      if (line.charAt(i) <= ' ' || line.charAt(i) >= 127) {
        throw WireFault.malformed("a request target with a character that must be escaped");
      }
    }
    int minor = HttpVersion.minor(line.substring(last + 1));
    String method = line.substring(0, first);
    return new RequestHead(method, line.substring(first + 1, last), minor, reader.headers());
  }

  /** Whether the sender wants the connection to end after this exchange. */
  public boolean closes() {
    return minor == 0 || headers.lists("connection", "close");
  }

  /**
   * The body that follows this head.
   *
   * @throws WireFault when the header fields do not say clearly where it ends
   */
  public BodyInput body(WireInput in) throws WireFault {
    return switch (Framing.of(headers, minor)) {
      case Framing.Chunked() -> new ChunkedInput(in);
      case Framing.Length(long length) -> new LengthInput(in, length);
      case Framing.Unsaid() -> new LengthInput(in, 0);
    };
  }
}
