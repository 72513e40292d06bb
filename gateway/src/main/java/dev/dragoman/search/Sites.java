package dev.dragoman.search;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which pages count: {@code allowed_domains} or {@code blocked_domains}, of which one at most is
 * given. A domain covers its subdomains; a path behind it covers what begins so, and may hold
 * {@code *}.
 *
 * @see <a href="https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/server-tools">Server
 *     tools, domain filtering</a>
 */
public record Sites(List<String> allowed, List<String> blocked) {
  private static final Pattern SCHEME = Pattern.compile("^[a-z]+://");

  public Sites {
    allowed = List.copyOf(allowed);
    blocked = List.copyOf(blocked);
  }

  /** Whether the page at {@code url} counts. */
  public boolean admit(String url) {
    URI page;
    try {
      page = new URI(url);
    } catch (URISyntaxException e) {
      return allowed.isEmpty() && blocked.isEmpty();
    }
    return (allowed.isEmpty() || allowed.stream().anyMatch(site -> covers(site, page)))
        && blocked.stream().noneMatch(site -> covers(site, page));
  }

  /** The allowed domains, without their paths. */
  List<String> allowedHosts() {
    return hosts(allowed);
  }

  /** The blocked domains that are blocked whole. */
  List<String> blockedHosts() {
    return hosts(blocked.stream().filter(site -> path(site).isEmpty()).toList());
  }

  private static List<String> hosts(List<String> sites) {
    return sites.stream().map(Sites::host).distinct().toList();
  }

  private static boolean covers(String site, URI page) {
    String pageHost = page.getHost() == null ? "" : page.getHost().toLowerCase(Locale.ROOT);
    String host = host(site);
    if (!pageHost.equals(host) && !pageHost.endsWith("." + host)) {
      return false;
    }
    String path = path(site);
    String pagePath = page.getRawPath() == null ? "" : page.getRawPath();
    return path.isEmpty() || beginning(path).matcher(pagePath).lookingAt();
  }

  private static Pattern beginning(String path) {
    StringBuilder pattern = new StringBuilder();
    for (String part : path.split("\\*", -1)) {
      pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(pattern + (path.endsWith("*") || path.endsWith("/") ? "" : "(?![^/])"));
  }

  private static String host(String site) {
    String plain = plain(site);
    int slash = plain.indexOf('/');
    return (slash < 0 ? plain : plain.substring(0, slash)).toLowerCase(Locale.ROOT);
  }

  private static String path(String site) {
    String plain = plain(site);
    int slash = plain.indexOf('/');
    return slash < 0 || slash == plain.length() - 1 ? "" : plain.substring(slash);
  }

  private static String plain(String site) {
    return SCHEME.matcher(site.strip()).replaceFirst("");
  }
}
