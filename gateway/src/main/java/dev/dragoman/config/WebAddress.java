package dev.dragoman.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An absolute http or https address to which paths can be appended. */
final class WebAddress {
  /** A host, underscores allowed since container networks have them, and a port. */
  private static final Pattern AUTHORITY =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");

  private WebAddress() {}

  /** What is wrong with the address; null when nothing is. */
  static @Nullable String wrong(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException _) {
      return "must be an absolute http or https address";
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String authority = uri.getRawAuthority();
    if (!(scheme.equals("http") || scheme.equals("https")) || authority == null) {
      return "must be an absolute http or https address";
    }
    if (authority.indexOf('@') >= 0) {
      return "must not hold a user or a password; use api_key or extra_headers";
    }
    if (uri.getRawFragment() != null) {
      return "must not have a fragment (\"#\")";
    }
    if (uri.getRawQuery() != null) {
      return "must not have a query (\"?\"): paths are added to it; use api_version or extra_headers";
    }
    Matcher host = AUTHORITY.matcher(authority);
    if (!host.matches()) {
      return "must be an absolute http or https address";
    }
    String port = host.group(2);
    return port == null || (Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= 65_535)
        ? null
        : "must have a port from 1 to 65535";
  }

  /** The address without slashes at its end. */
  static String trimmed(String address) {
    int end = address.length();
    while (end > 0 && address.charAt(end - 1) == '/') {
      end--;
    }
    return address.substring(0, end);
  }
}
