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
      byte[] json =
          Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringProperty("type", "web_search_result_location");
            out.writeStringProperty("cited_text", Unicode.wellFormed(cited));
            out.writeStringProperty("url", Unicode.wellFormed(url));
            out.writeStringProperty("title", Unicode.wellFormed(title));
            out.writeStringProperty("encrypted_index", "");
            out.writeEndObject();
          });
      return new RawJson(json, 0, json.length);
    }
  }

  /** Says the call and its result. */
  static void say(OutputItem item, Deltas out) {
    String id = "srvtoolu_" + ToolNames.fit(item.id, ID);
    List<String> found = new ArrayList<>();
    byte[] input =
        Json.bytes(json -> {
          json.writeStartObject();
          json.writeStringProperty("query", Unicode.wellFormed(query(item.action, found)));
          json.writeEndObject();
        });
    out.block(
        new ContentBlock.ServerToolUse(id, "web_search", new RawJson(input, 0, input.length)));
    byte[] content = item.failed ? failure() : results(found);
    out.block(
        new ContentBlock.ServerToolResult(
            "web_search_tool_result", id, new RawJson(content, 0, content.length)));
  }

  /**
   * What was searched for, or the page that was opened; the addresses found go to {@code found}.
   */
  private static String query(@Nullable RawJson action, List<String> found) {
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
