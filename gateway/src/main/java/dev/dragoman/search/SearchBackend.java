package dev.dragoman.search;

import dev.dragoman.credential.Authentication;
import dev.dragoman.provider.Deployment;
import dev.dragoman.wire.UpstreamRequest;
import org.jspecify.annotations.Nullable;

/** A service that searches the web: how it is asked, and how its answers are read. */
public sealed interface SearchBackend permits SearXng, Tavily {
  /** The most results that a model is given of one search. */
  int MOST = 10;

  /** The longest excerpt of one page, in characters. */
  int LONGEST_EXCERPT = 2_000;

  /** The request that searches, not yet authorized. */
  UpstreamRequest encode(SearchQuery query);

  /** What authorizes it. */
  Authentication authentication();

  /** The longest query that it takes, in characters. */
  int longestQuery();

  /** The most domains that a search can be limited to; of blocked ones, results are sifted. */
  int mostAllowed();

  /** What its answer says to {@code query}. */
  SearchOutcome decode(int status, byte[] body, SearchQuery query);

  /** The one that {@code target}'s settings name; null if they name none. */
  static @Nullable SearchBackend of(Deployment target) {
    String provider = target.text("search_provider");
    return switch (provider) {
      case "searxng" -> target.text("search_api_base") == null ? null : SearXng.of(target);
      case "tavily" -> Tavily.of(target);
      case null, default -> null;
    };
  }

  /** {@code base} with the path of the search, which it may already have. */
  static String address(String base) {
    String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return trimmed.endsWith("/search") ? trimmed : trimmed + "/search";
  }
}
