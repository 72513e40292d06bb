package dev.dragoman.upstream;

import java.net.URI;
import java.util.Locale;

/**
 * Where connections go and what they can be shared for: scheme, host and port.
 *
 * @param host lower case, an IPv6 address without its brackets
 */
record Origin(boolean secure, String host, int port) {
  static Origin of(URI uri) {
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
    return new Origin(secure, host, port);
  }

  /** The value of the host field. */
  String authority() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == (secure ? 443 : 80) ? name : name + ":" + port;
  }
}
