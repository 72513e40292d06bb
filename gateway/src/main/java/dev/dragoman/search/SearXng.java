package dev.dragoman.search;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.provider.Deployment;
import dev.dragoman.search.SearchOutcome.Failed;
import dev.dragoman.search.SearchOutcome.Reason;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * SearXNG, which asks many engines at once. Sites go into the query as {@code site:}, which not all
 * engines heed, so results are sifted again.
 *
 * @param key for an instance behind a login; null for one that is open
 * @see <a href="https://docs.searxng.org/dev/search_api.html">Search API</a>
 */
record SearXng(URI address, @Nullable SecretRef key) implements SearchBackend {
  /** A query travels in an address, and servers take some 8,000 bytes of one. */
  private static final int LONGEST = 1_000;

  private static final int MOST_SITES = 20;

  static SearXng of(Deployment target) {
    String base = Objects.requireNonNull(target.text("search_api_base"));
    String key = target.text("search_api_key");
    return new SearXng(
        URI.create(SearchBackend.address(base)), key == null ? null : new SecretRef(key));
  }

  @Override
  public UpstreamRequest encode(SearchQuery query) {
    String q = URLEncoder.encode(query.text() + operators(query.sites()), StandardCharsets.UTF_8);
    return new UpstreamRequest(
        "GET",
        URI.create(address + "?q=" + q + "&format=json"),
        Headers.of("accept", "application/json"),
        new byte[0]);
  }

  private static String operators(Sites sites) {
    List<String> allowed = sites.allowedHosts();
    String only = allowed.stream().map(host -> "site:" + host).collect(Collectors.joining(" OR "));
    String without =
        sites.blockedHosts().stream()
            .limit(MOST_SITES)
            .map(host -> " -site:" + host)
            .collect(Collectors.joining());
    return switch (allowed.size()) {
      case 0 -> without;
      case 1 -> " " + only;
      default -> " (" + only + ")";
    };
  }

  @Override
  public Authentication authentication() {
    return key == null ? new Authentication.None() : new Authentication.Bearer(key);
  }

  @Override
  public int longestQuery() {
    return LONGEST;
  }

  @Override
  public int mostAllowed() {
    return MOST_SITES;
  }

  @Override
  public SearchOutcome decode(int status, byte[] body, SearchQuery query) {
    return switch (status) {
      case 200 -> FoundPages.read("SearXNG", body, query);
      case 403 ->
          new Failed(
              Reason.UNAVAILABLE,
              "SearXNG answered 403: its settings.yml must have json under search.formats");
      case 429 -> new Failed(Reason.TOO_MANY_REQUESTS, "SearXNG answered 429");
      default -> new Failed(Reason.UNAVAILABLE, "SearXNG answered " + status);
    };
  }
}
