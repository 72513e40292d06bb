package dev.dragoman.provider.gemini;

import dev.dragoman.json.Json;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.SearchBlocks;
import dev.dragoman.provider.SearchBlocks.Page;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads what Google searched and found, and says it as a search of Anthropic's.
 *
 * @see <a href="https://ai.google.dev/gemini-api/docs/google-search">Grounding with Google Search:
 *     Gemini 3 is "billed for each search query", the models before it for each prompt</a>
 */
final class GeminiSearch {
  private final boolean paidByQuery;
  private final List<String> queries = new ArrayList<>();

  /** What the supports count; without an address where it is no page of the web. */
  private final List<Page> found = new ArrayList<>();

  private final List<Support> supports = new ArrayList<>();

  private record Support(String text, List<Integer> chunks) {}

  GeminiSearch(boolean paidByQuery) {
    this.paidByQuery = paidByQuery;
  }

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
          Json.objects(in, () -> chunk(in));
        }
        case "groundingSupports" -> {
          supports.clear();
          Json.objects(in, () -> support(in));
        }
        default -> in.skipChildren();
      }
    }
  }

  /** How many searches of the web are paid for. */
  int searches() {
    return paidByQuery ? queries.size() : Math.min(queries.size(), 1);
  }

  /** Says citations, then the search and its results. */
  void say(String answerId, Deltas out) {
    for (Support support : supports) {
      for (int index : support.chunks()) {
        if (index >= 0 && index < found.size() && isOfTheWeb(found.get(index))) {
          out.citation(SearchBlocks.citation(found.get(index), support.text()));
        }
      }
    }
    if (!queries.isEmpty() || !found.isEmpty()) {
      List<Page> pages = found.stream().filter(GeminiSearch::isOfTheWeb).toList();
      SearchBlocks.say(answerId, String.join("\n", queries), pages, out);
    }
  }

  private static boolean isOfTheWeb(Page page) {
    return !page.url().isEmpty();
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
    found.add(new Page(url, title, null));
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
    String text = GeminiPieces.string(in);
    return text == null ? "" : text;
  }
}
