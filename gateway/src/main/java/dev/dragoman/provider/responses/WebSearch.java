package dev.dragoman.provider.responses;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.json.Unicode;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.ToolNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/** Searches of the web and what they found, as the Messages API says them. */
final class WebSearch {
  private static final int ID = 56;

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
      int length = Character.codePointCount(text, 0, text.length());
      boolean known = start >= 0 && start < end && end <= length;
      String cited = "";
      if (known) {
        int from = Character.offsetByCodePoints(text, 0, start);
        int to = Character.offsetByCodePoints(text, from, end - start);
        cited = Unicode.wellFormed(text.subSequence(from, to).toString());
      }
      String quote = cited;
      byte[] json =
          Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringProperty("type", "web_search_result_location");
            out.writeStringProperty("cited_text", quote);
            out.writeStringProperty("url", Unicode.wellFormed(url));
            out.writeStringProperty("title", Unicode.wellFormed(title));
            out.writeStringProperty("encrypted_index", "");
            out.writeEndObject();
          });
      return new RawJson(json, 0, json.length);
    }
  }

  /** What a call did, as {@link #say} tells it. */
  private static final class Action {
    String type = "search";
    String query = "";
    String url = "";
    final List<String> queries = new ArrayList<>();
    final List<String> found = new ArrayList<>();

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
            case "type" -> action.type = OutputItem.string(in);
            case "query" -> action.query = OutputItem.string(in);
            case "queries" -> action.queries.addAll(OutputItem.strings(in));
            case "url" -> action.url = OutputItem.string(in);
            case "sources" -> OutputItem.each(in, () -> source(in, action.found));
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
    String id = "srvtoolu_" + ToolNames.fit(item.id, ID);
    byte[] input =
        Json.bytes(json -> {
          json.writeStartObject();
          json.writeStringProperty("query", Unicode.wellFormed(action.asked()));
          json.writeEndObject();
        });
    out.block(
        new ContentBlock.ServerToolUse(id, "web_search", new RawJson(input, 0, input.length)));
    byte[] content = item.failed ? failure() : results(action.found);
    out.block(
        new ContentBlock.ServerToolResult(
            "web_search_tool_result", id, new RawJson(content, 0, content.length)));
    return !item.failed && action.type.equals("search");
  }

  private static void source(JsonParser in, List<String> found) {
    for (String field = in.nextName(); field != null; field = in.nextName()) {
      in.nextToken();
      String value = OutputItem.string(in);
      if (field.equals("url") && !value.isEmpty()) {
        found.add(value);
      }
    }
  }

  private static byte[] failure() {
    return Json.bytes(out -> {
      out.writeStartObject();
      out.writeStringProperty("type", "web_search_tool_result_error");
      out.writeStringProperty("error_code", "unavailable");
      out.writeEndObject();
    });
  }

  /** Sources have no title there: the address stands for it. */
  private static byte[] results(List<String> found) {
    return Json.bytes(out -> {
      out.writeStartArray();
      for (String url : found) {
        out.writeStartObject();
        out.writeStringProperty("type", "web_search_result");
        out.writeStringProperty("url", Unicode.wellFormed(url));
        out.writeStringProperty("title", Unicode.wellFormed(url));
        out.writeStringProperty("encrypted_content", "");
        out.writeNullProperty("page_age");
        out.writeEndObject();
      }
      out.writeEndArray();
    });
  }
}
