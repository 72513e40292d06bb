package dev.dragoman.wire;

/** The version at the end of a request line and at the start of a status line. */
final class HttpVersion {
  private HttpVersion() {}

  /** The minor version: 0 or 1. */
  static int minor(String version) throws WireFault {
    if (version.equals("HTTP/1.1")) {
      return 1;
    }
    if (version.equals("HTTP/1.0")) {
      return 0;
    }
    if (version.length() == 8
        && version.startsWith("HTTP/")
        && Ascii.isDigit(version.charAt(5))
        && version.charAt(6) == '.'
        && Ascii.isDigit(version.charAt(7))) {
      throw new WireFault(WireFault.Kind.UNSUPPORTED_VERSION, "neither HTTP/1.0 nor HTTP/1.1");
    }
    throw WireFault.malformed("not a version of HTTP");
  }
}
