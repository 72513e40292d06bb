package dev.dragoman.provider.chat;

import dev.dragoman.json.Json;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.SearchBlocks;
import dev.dragoman.provider.SearchBlocks.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What the provider found in the web, in the forms there are: pages cited in {@code annotations}
 * (OpenAI, OpenRouter), {@code search_results} and {@code citations} beside the choices, to which
 * the text refers as {@code [1]} (Perplexity), searches among {@code executed_tools} (Groq).
 */
final class ChatFindings {
  private static final Pattern MARK = Pattern.compile("\\[(\\d{1,3})]");

  /** The Messages API's limit of what it quotes of a page. */
  private static final int QUOTE = 150;

  private final StringBuilder said = new StringBuilder();
  private final Set<Cited> cited = new LinkedHashSet<>();
  private final Map<String, Page> pages = new LinkedHashMap<>();
  private final ExecutedTools executed = new ExecutedTools();
  private List<Found> results = List.of();
  private List<Found> addresses = List.of();
  private int citationsSaid;
  private int searchesSaid;

  /** A page and what stands there. */
  record Found(Page page, String excerpt) {}

  private record Cited(String url, String title, String excerpt, int start, int end) {}

  /** More of the text, to which citations refer. */
  void text(String text) {
    said.append(text);
  }

  /** Searches that the provider is known to have made. */
  int searches() {
    return executed.searches();
  }

  /** Reads {@code annotations}. */
  void annotations(JsonParser in) {
    Json.objects(in, () -> annotation(in));
  }

  /** Reads {@code search_results}; each time they are all. */
  void searchResults(JsonParser in) {
    results = found(in);
  }

  /** Reads {@code citations}: the addresses of what was found, each time all. */
  void citations(JsonParser in) {
    List<Found> all = new ArrayList<>();
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      String url = Json.string(in);
      if (!url.isEmpty()) {
        all.add(new Found(new Page(url, "", null), ""));
      }
    }
    addresses = all;
  }

  /** Reads {@code executed_tools}, and says those that are whole. */
  void executedTools(JsonParser in, String answerId, Deltas out) {
    executed.read(in, answerId, out);
  }

  /** Says what the text so far rests on: nothing can be said of it behind what comes now. */
  void sayCited(String answerId, Deltas out) {
    int index = 0;
    for (Cited each : cited) {
      if (index++ >= citationsSaid) {
        out.citation(SearchBlocks.citation(page(each), quote(each)));
      }
    }
    citationsSaid = cited.size();
    sayPages(answerId, out);
  }

  /** Says what has not been said, at the answer's end. */
  void end(String answerId, Deltas out) {
    List<Found> found = results.isEmpty() ? addresses : results;
    Set<Integer> marks = new TreeSet<>();
    Matcher mark = MARK.matcher(said);
    while (mark.find()) {
      marks.add(Integer.parseInt(mark.group(1)));
    }
    for (int each : marks) {
      if (each >= 1 && each <= found.size()) {
        Found source = found.get(each - 1);
        out.citation(SearchBlocks.citation(source.page(), cut(source.excerpt())));
      }
    }
    found.forEach(each -> pages.putIfAbsent(each.page().url(), each.page()));
    sayCited(answerId, out);
    executed.end(answerId, out);
  }

  /** Says a search that found the pages, whose query is not known. */
  private void sayPages(String answerId, Deltas out) {
    if (!pages.isEmpty()) {
      String id = searchesSaid++ == 0 ? answerId : answerId + "_" + searchesSaid;
      SearchBlocks.say(id, "", List.copyOf(pages.values()), out);
      pages.clear();
    }
  }

  private Page page(Cited each) {
    return pages.computeIfAbsent(each.url(), url -> new Page(url, each.title(), null));
  }

  private String quote(Cited each) {
    return each.excerpt().isEmpty()
        ? SearchBlocks.quoted(said, each.start(), each.end())
        : cut(each.excerpt());
  }

  private static String cut(String excerpt) {
    int length = excerpt.codePointCount(0, excerpt.length());
    return length <= QUOTE ? excerpt : SearchBlocks.quoted(excerpt, 0, QUOTE);
  }

  /** An annotation, of which OpenAI puts the fields into an object of its own. */
  private void annotation(JsonParser in) {
    String url = "";
    String title = "";
    String excerpt = "";
    int start = -1;
    int end = -1;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      switch (name) {
        case "url" -> url = Json.string(in);
        case "title" -> title = Json.string(in);
        case "content" -> excerpt = Json.string(in);
        case "start_index" -> start = in.getValueAsInt(-1);
        case "end_index" -> end = in.getValueAsInt(-1);
        case "url_citation" -> {
          if (token == JsonToken.START_OBJECT) {
            annotation(in);
          }
        }
        default -> in.skipChildren();
      }
    }
    if (!url.isEmpty()) {
      cited.add(new Cited(url, title, excerpt, start, end));
    }
  }

  /** The pages in the list that {@code in} stands on. */
  static List<Found> found(JsonParser in) {
    List<Found> all = new ArrayList<>();
    Json.objects(
        in,
        () -> {
          String url = "";
          String title = "";
          String date = "";
          String excerpt = "";
          for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
              case "url" -> url = Json.string(in);
              case "title" -> title = Json.string(in);
              case "date" -> date = Json.string(in);
              case "snippet", "content" -> excerpt = Json.string(in);
              default -> in.skipChildren();
            }
          }
          if (!url.isEmpty()) {
            all.add(new Found(new Page(url, title, date.isEmpty() ? null : date), excerpt));
          }
        });
    return all;
  }
}
