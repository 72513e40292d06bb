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
   * A page that is cited. {@code start} and {@code end} count code points of the text; -1: unknown.
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
            case "type" -> type = Json.string(in);
            case "url" -> url = Json.string(in);
            case "title" -> title = Json.string(in);
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
      return SearchBlocks.citation(
          new Page(url, title, null), SearchBlocks.quoted(text, start, end));
    }
  }

  /** What a call did, as {@link #say} tells it. */
  private static final class Action {
    String type = "search";
    String query = "";
    String url = "";
    final List<String> queries = new ArrayList<>();
    final List<Page> found = new ArrayList<>();

    static Action read(@Nullable RawJson raw) {
      Action action = new Action();
      if (raw == null) {
        return action;
      }
      try (JsonParser in = raw.parser()) {
        in.nextToken();
        for (String field = Json.firstName(in); field != null; field = in.nextName()) {
          in.nextToken();
          switch (field) {
            case "type" -> action.type = Json.string(in);
            case "query" -> action.query = Json.string(in);
            case "queries" -> action.queries.addAll(OutputItem.strings(in));
            case "url" -> action.url = Json.string(in);
            case "sources" -> Json.objects(in, () -> source(in, action.found));
            default -> in.skipChildren();
          }
        }
      }
      return action;
    }

    /** What was searched for, or the page that was opened. */
    String asked() {
      // The single query is deprecated there, and missing where a call makes several.
      String all = queries.isEmpty() ? query : String.join("; ", queries);
      return all.isEmpty() ? url : all;
    }
  }

  /** Says the call and its result; whether it is one of the searches, each of which is billed. */
  static boolean say(OutputItem item, Deltas out) {
    Action action = Action.read(item.action);
    if (item.failed) {
      SearchBlocks.sayFailed(item.id, action.asked(), out);
      return false;
    }
    SearchBlocks.say(item.id, action.asked(), action.found, out);
    return action.type.equals("search");
  }

  /** Sources have no title there. */
  private static void source(JsonParser in, List<Page> found) {
    for (String field = in.nextName(); field != null; field = in.nextName()) {
      in.nextToken();
      String value = Json.string(in);
      if (field.equals("url") && !value.isEmpty()) {
        found.add(new Page(value, "", null));
      }
    }
  }
}
