package dev.dragoman.admin;

import dev.dragoman.wire.PublicAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses may stand in what the management API is sent: none on this machine, its link or a
 * private network, in whatever spelling, for there are the runtime's API and the role's
 * credentials. Names are judged by what they are; what they come to is judged when they are
 * connected to ({@link PublicAddress}), where no later change of a name gets past.
 *
 * @param open whether any address may stand there
 */
record AddressRule(boolean open) {
  /** Settings that are an address as a whole. */
  private static final Pattern NAME =
      Pattern.compile(
          "(.*_)?(api_base|base_url|url|uri|endpoint|endpoint_url|host|hostname|authority|proxy)");

  private static final Pattern WITHIN =
      Pattern.compile("(?i)[a-z][a-z0-9+.-]*:/{2,}([^/?#\\s\"'<>]*)");
  private static final Pattern START = Pattern.compile("(?i)(?:[a-z][a-z0-9+.-]*:)?/*([^/?#]*)");
  private static final Pattern PORT = Pattern.compile(":\\d{0,5}$");
  private static final Pattern QUAD = Pattern.compile("((0|[1-9]\\d{0,2})\\.){3}(0|[1-9]\\d{0,2})");

  /** The last label of an IPv4 address in any spelling, as browsers and resolvers take it. */
  private static final Pattern NUMBER = Pattern.compile("\\d+|0x[0-9a-f]*");

  /** Names that stand for addresses within a network. */
  private static final Set<String> INNER =
      Set.of(
          "localhost",
          "local",
          "localdomain",
          "internal",
          "intranet",
          "private",
          "corp",
          "home",
          "lan",
          "svc",
          "consul",
          "test",
          "invalid",
          "onion");

  private static final Set<String> OF_CONNECTIONS =
      Set.of(
          "host", "connection", "content-length", "transfer-encoding", "upgrade", "expect", "te");

  private static final String NOT_PUBLIC =
      "must be a public address: the operator can open others (allow_private_api_base)";

  /**
   * What is wrong with a text.
   *
   * @param names of the fields that it stands in, the outermost first
   */
  @Nullable String wrong(List<String> names, String text) {
    if (open || names.contains("mock_response")) {
      return null;
    }
    String name = names.isEmpty() ? "" : names.getLast().toLowerCase(Locale.ROOT);
    if (NAME.matcher(name).matches()) {
      Matcher start = START.matcher(text.strip());
      return text.isBlank() || !start.lookingAt() ? null : wrong(start.group(1));
    }
    Matcher within = WITHIN.matcher(text);
    while (within.find()) {
      String wrong = wrong(within.group(1));
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  /** What is wrong with a header of that name. */
  static @Nullable String wrongHeader(String name) {
    return OF_CONNECTIONS.contains(name.strip().toLowerCase(Locale.ROOT))
        ? "is a header that says where or how the request goes"
        : null;
  }

  /** Whether the host of an address is that domain, or is under it. */
  static boolean isUnder(String domain, @Nullable String host) {
    if (host == null) {
      return false;
    }
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.equals(domain) || lower.endsWith("." + domain);
  }

  /** What is wrong with a host, perhaps with a port. */
  static @Nullable String wrong(String authority) {
    if (authority.indexOf('@') >= 0) {
      return "must not hold a user or a password";
    }
    if (authority.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '%' || c == '\\')) {
      return "must have a host in plain ASCII, without escapes";
    }
    if (authority.startsWith("[")) {
      int end = authority.indexOf(']');
      return end < 0 ? NOT_PUBLIC : literal(authority.substring(1, end));
    }
    String host = PORT.matcher(authority.toLowerCase(Locale.ROOT)).replaceFirst("");
    while (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    String last = host.substring(host.lastIndexOf('.') + 1);
    if (NUMBER.matcher(last).matches()) {
      return QUAD.matcher(host).matches() ? literal(host) : "must be written as a.b.c.d";
    }
    boolean within =
        host.indexOf(':') >= 0
            || last.length() == host.length()
            || INNER.contains(last)
            || host.endsWith("home.arpa");
    return within ? NOT_PUBLIC : null;
  }

  private static @Nullable String literal(String address) {
    try {
      return PublicAddress.is(PublicAddress.literal(address)) ? null : NOT_PUBLIC;
    } catch (UnknownHostException _) {
      return NOT_PUBLIC;
    }
  }
}
