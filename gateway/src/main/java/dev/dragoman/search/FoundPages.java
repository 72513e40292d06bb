package dev.dragoman.search;

import dev.dragoman.json.Json;
import dev.dragoman.json.Unicode;
import dev.dragoman.search.SearchOutcome.Failed;
import dev.dragoman.search.SearchOutcome.Reason;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The {@code results} of a search service's answer. SearXNG and Tavily name a page's fields alike:
 * {@code url}, {@code title}, {@code content}; its date is {@code publishedDate} with one and
 * {@code published_date} with the other.
 */
final class FoundPages {
  private final SearchQuery query;
  private final List<SearchResult> results = new ArrayList<>();
  private boolean list;
  private boolean unresponsive;

  private FoundPages(SearchQuery query) {
    this.query = query;
  }

  /** What {@code service} found, as far as it counts for the query. */
  static SearchOutcome read(String service, byte[] body, SearchQuery query) {
    FoundPages pages = new FoundPages(query);
    try (JsonParser in = Json.parser(body)) {
      in.nextToken();
      for (String name = Json.firstName(in); name != null; name = in.nextName()) {
        JsonToken token = in.nextToken();
        if (name.equals("results") && token == JsonToken.START_ARRAY) {
          pages.list(in);
        } else if (name.equals("unresponsive_engines") && token == JsonToken.START_ARRAY) {
          // SearXNG: those that it asked and that did not answer
          pages.unresponsive = count(in) > 0;
        } else {
          in.skipChildren();
        }
      }
    } catch (JacksonException broken) {
      return new Failed(Reason.UNAVAILABLE, service + " sent an answer that cannot be read");
    }
    if (!pages.list) {
      return new Failed(Reason.UNAVAILABLE, service + " sent an answer without results");
    }
    return pages.results.isEmpty() && pages.unresponsive
        ? new Failed(Reason.UNAVAILABLE, "no engine of " + service + " answered")
        : new SearchOutcome.Found(pages.results);
  }

  private static int count(JsonParser in) {
    int count = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      in.skipChildren();
      count++;
    }
    return count;
  }

  private void list(JsonParser in) {
    list = true;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() == JsonToken.START_OBJECT) {
        page(in);
      } else {
        in.skipChildren();
      }
    }
  }

  private void page(JsonParser in) {
    String url = "";
    String title = "";
    String content = "";
    String date = null;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      boolean text = in.nextToken() == JsonToken.VALUE_STRING;
      switch (name) {
        case "url" -> url = text ? string(in) : url;
        case "title" -> title = text ? string(in) : title;
        case "content" -> content = text ? string(in) : content;
        case "publishedDate", "published_date" -> date = text ? string(in) : date;
        default -> in.skipChildren();
      }
    }
    if (results.size() < SearchBackend.MOST && isPage(url) && query.sites().admit(url)) {
      results.add(new SearchResult(url, title.isBlank() ? url : title, date, cut(content)));
    }
  }

  private static boolean isPage(String url) {
    return url.startsWith("https://") || url.startsWith("http://");
  }

  private static String string(JsonParser in) {
    return Unicode.wellFormed(in.getString());
  }

  private static String cut(String text) {
    String line = text.strip();
    if (line.length() <= SearchBackend.LONGEST_EXCERPT) {
      return line;
    }
    int end = SearchBackend.LONGEST_EXCERPT;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end);
  }
}
