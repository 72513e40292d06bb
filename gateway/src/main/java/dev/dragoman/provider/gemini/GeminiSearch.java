package dev.dragoman.provider.gemini;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.json.Unicode;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.provider.Deltas;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads what Google searched and found, and says it as a search of Anthropic's.
 *
 * @see <a href="https://ai.google.dev/gemini-api/docs/google-search">Grounding with Google
 *     Search</a>
 */
final class GeminiSearch {
  private final List<String> queries = new ArrayList<>();
  private final List<Found> found = new ArrayList<>();
  private final List<Support> supports = new ArrayList<>();

  private record Found(String title, String url) {}

  private record Support(String text, List<Integer> chunks) {}

  /** Reads the grounding that {@code in} stands on; each one counts for the whole answer. */
  void read(JsonParser in) {
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case "webSearchQueries" -> {
          queries.clear();
          strings(in, queries);
        }
        case "groundingChunks" -> {
          found.clear();
          objects(in, this::chunk);
        }
        case "groundingSupports" -> {
          supports.clear();
          objects(in, this::support);
        }
        default -> in.skipChildren();
      }
    }
  }

  /** How often the web was searched. */
  int searches() {
    return queries.size();
  }

  /** Says citations, then the search and its results. */
  void say(String answerId, Deltas out) {
    for (Support support : supports) {
      for (int index : support.chunks()) {
        if (index >= 0 && index < found.size()) {
          out.citation(citation(support.text(), found.get(index)));
        }
      }
    }
    if (queries.isEmpty() && found.isEmpty()) {
      return;
    }
    String id = "srvtoolu_" + answerId;
    RawJson input =
        RawJson.of(
            Json.text(json -> {
              json.writeStartObject();
              json.writeStringProperty("query", String.join("\n", queries));
              json.writeEndObject();
            }));
    out.block(new ContentBlock.ServerToolUse(id, "web_search", input));
    RawJson results = RawJson.of(Json.text(this::results));
    out.block(new ContentBlock.ServerToolResult("web_search_tool_result", id, results));
  }

  private void results(JsonGenerator json) {
    json.writeStartArray();
    for (Found each : found) {
      json.writeStartObject();
      json.writeStringProperty("type", "web_search_result");
      json.writeStringProperty("url", each.url());
      json.writeStringProperty("title", each.title());
      json.writeStringProperty("encrypted_content", "");
      json.writeNullProperty("page_age");
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static RawJson citation(String text, Found source) {
    return RawJson.of(
        Json.text(json -> {
          json.writeStartObject();
          json.writeStringProperty("type", "web_search_result_location");
          json.writeStringProperty("url", source.url());
          json.writeStringProperty("title", source.title());
          json.writeStringProperty("encrypted_index", "");
          json.writeStringProperty("cited_text", text);
          json.writeEndObject();
        }));
  }

  private void chunk(JsonParser in) {
    String title = "";
    String url = "";
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      if (!name.equals("web")) {
        in.skipChildren();
        continue;
      }
      for (String field = Json.firstName(in); field != null; field = in.nextName()) {
        in.nextToken();
        switch (field) {
          case "title" -> title = string(in);
          case "uri" -> url = string(in);
          default -> in.skipChildren();
        }
      }
    }
    found.add(new Found(title, url));
  }

  private void support(JsonParser in) {
    String text = "";
    List<Integer> chunks = new ArrayList<>();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      if (name.equals("segment")) {
        for (String field = Json.firstName(in); field != null; field = in.nextName()) {
          in.nextToken();
          if (field.equals("text")) {
            text = string(in);
          } else {
            in.skipChildren();
          }
        }
      } else if (name.equals("groundingChunkIndices") && token == JsonToken.START_ARRAY) {
        while (in.nextToken() != JsonToken.END_ARRAY) {
          if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            chunks.add(in.getIntValue());
          } else {
            in.skipChildren();
          }
        }
      } else {
        in.skipChildren();
      }
    }
    supports.add(new Support(text, chunks));
  }

  private interface Reading {
    void at(JsonParser in);
  }

  /** Reads each object of the array that {@code in} stands on. */
  private static void objects(JsonParser in, Reading reading) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() == JsonToken.START_OBJECT) {
        reading.at(in);
      } else {
        in.skipChildren();
      }
    }
  }

  private static void strings(JsonParser in, List<String> into) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      into.add(string(in));
    }
  }

  private static String string(JsonParser in) {
    @Nullable String text = null;
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      text = Unicode.wellFormed(in.getString());
    } else {
      in.skipChildren();
    }
    return text == null ? "" : text;
  }
}
