package dev.dragoman.provider.responses;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.SearchBlocks;
import dev.dragoman.provider.SearchBlocks.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/** Searches of the web and what they found, as the Messages API says them. */
final class WebSearch {
  private WebSearch() {}

  /**
   * A page that is cited. {@code start} and {@code end} count characters of the text; -1: unknown.
   */
  record Citation(String url, String title, int start, int end) {
    /** Null if the annotation is none of a page. */
    static @Nullable Citation read(RawJson annotation) {
      String type = "";
      String url = "";
      String title = "";
      int start = -1;
      int end = -1;
      try (JsonParser in = annotation.parser()) {
        in.nextToken();
        for (String field = Json.firstName(in); field != null; field = in.nextName()) {
          in.nextToken();
          switch (field) {
            case "type" -> type = OutputItem.string(in);
            case "url" -> url = OutputItem.string(in);
            case "title" -> title = OutputItem.string(in);
            case "start_index" -> start = in.getValueAsInt(-1);
            case "end_index" -> end = in.getValueAsInt(-1);
            default -> in.skipChildren();
          }
        }
      }
      return type.equals("url_citation") ? new Citation(url, title, start, end) : null;
    }

    /** The same as a citation of the Messages API, of {@code text}. */
    RawJson of(CharSequence text) {
      boolean known = start >= 0 && start < end && end <= text.length();
      String cited = known ? text.subSequence(start, end).toString() : "";
      return SearchBlocks.citation(new Page(url, title, null), cited);
    }
  }

  /** Says the call and its result; sources have no title there. */
  static void say(OutputItem item, Deltas out) {
    List<Page> found = new ArrayList<>();
    String query = query(item.action, found);
    if (item.failed) {
      SearchBlocks.sayFailed(item.id, query, out);
    } else {
      SearchBlocks.say(item.id, query, found, out);
    }
  }

  /**
   * What was searched for, or the page that was opened; the addresses found go to {@code found}.
   */
  private static String query(@Nullable RawJson action, List<Page> found) {
    if (action == null) {
      return "";
    }
    String query = "";
    String url = "";
    try (JsonParser in = action.parser()) {
      in.nextToken();
      for (String field = Json.firstName(in); field != null; field = in.nextName()) {
        in.nextToken();
        switch (field) {
          case "query" -> query = OutputItem.string(in);
          case "url" -> url = OutputItem.string(in);
          case "sources" -> OutputItem.each(in, () -> source(in, found));
          default -> in.skipChildren();
        }
      }
    }
    return query.isEmpty() ? url : query;
  }

  private static void source(JsonParser in, List<Page> found) {
    for (String field = in.nextName(); field != null; field = in.nextName()) {
      in.nextToken();
      String value = OutputItem.string(in);
      if (field.equals("url") && !value.isEmpty()) {
        found.add(new Page(value, "", null));
      }
    }
  }
}
