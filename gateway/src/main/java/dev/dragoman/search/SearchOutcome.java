package dev.dragoman.search;

import java.util.List;
import java.util.Locale;

/** What came of a search. */
public sealed interface SearchOutcome {
  /** Pages, the best first; may be none. */
  record Found(List<SearchResult> results) implements SearchOutcome {
    public Found {
      results = List.copyOf(results);
    }
  }

  /**
   * Nothing, for a reason.
   *
   * @param why for the gateway's log; ASCII, holds no secret
   */
  record Failed(Reason reason, String why) implements SearchOutcome {}

  /**
   * Why a search failed, as {@code error_code} says it.
   *
   * @see <a href="https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/web-search-tool">Web
   *     search tool, errors</a>
   */
  enum Reason {
    INVALID_TOOL_INPUT,
    UNAVAILABLE,
    MAX_USES_EXCEEDED,
    TOO_MANY_REQUESTS,
    QUERY_TOO_LONG;

    /** As it is written in JSON. */
    public String json() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
