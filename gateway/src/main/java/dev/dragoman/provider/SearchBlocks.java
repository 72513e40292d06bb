package dev.dragoman.provider;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.json.Unicode;
import dev.dragoman.messages.ContentBlock;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Searches of the web by a provider of its own, said as those of Anthropic's tool.
 *
 * @see <a
 *     href="https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/web-search-tool">Anthropic's
 *     web search</a>
 */
public final class SearchBlocks {
  private static final int ID = 56;

  private SearchBlocks() {}

  /**
   * A page that was found.
   *
   * @param title its address where it has none
   * @param age when it was written, in the provider's words; null if not known
   */
  public record Page(String url, String title, @Nullable String age) {
    public Page {
      title = title.isEmpty() ? url : title;
    }
  }

  /** Says a search and what it found; {@code id} is the provider's for it. */
  public static void say(String id, String query, List<Page> found, Deltas out) {
    say(id, query, json(json -> results(found, json)), out);
  }

  /** Says a search that failed. */
  public static void sayFailed(String id, String query, Deltas out) {
    say(
        id,
        query,
        json(json -> {
          json.writeStartObject();
          json.writeStringProperty("type", "web_search_tool_result_error");
          json.writeStringProperty("error_code", "unavailable");
          json.writeEndObject();
        }),
        out);
  }

  /**
   * A citation of {@code page}; {@code text} is what rests on it, empty where that is not known.
   */
  public static RawJson citation(Page page, String text) {
    return json(json -> {
      json.writeStartObject();
      json.writeStringProperty("type", "web_search_result_location");
      json.writeStringProperty("cited_text", Unicode.wellFormed(text));
      json.writeStringProperty("url", Unicode.wellFormed(page.url()));
      json.writeStringProperty("title", Unicode.wellFormed(page.title()));
      json.writeStringProperty("encrypted_index", "");
      json.writeEndObject();
    });
  }

  /**
   * What stands in {@code text} from {@code start} to before {@code end}, both in code points as
   * OpenAI counts; empty where that is not within it.
   */
  public static String quoted(CharSequence text, int start, int end) {
    int length = Character.codePointCount(text, 0, text.length());
    if (start < 0 || start >= end || end > length) {
      return "";
    }
    int from = Character.offsetByCodePoints(text, 0, start);
    int to = Character.offsetByCodePoints(text, from, end - start);
    return text.subSequence(from, to).toString();
  }

  private static void say(String id, String query, RawJson content, Deltas out) {
    String own = "srvtoolu_" + ToolNames.fit(id, ID);
    RawJson input =
        json(json -> {
          json.writeStartObject();
          json.writeStringProperty("query", Unicode.wellFormed(query));
          json.writeEndObject();
        });
    out.block(new ContentBlock.ServerToolUse(own, "web_search", input));
    out.block(new ContentBlock.ServerToolResult("web_search_tool_result", own, content));
  }

  private static void results(List<Page> found, JsonGenerator json) {
    json.writeStartArray();
    for (Page page : found) {
      json.writeStartObject();
      json.writeStringProperty("type", "web_search_result");
      json.writeStringProperty("url", Unicode.wellFormed(page.url()));
      json.writeStringProperty("title", Unicode.wellFormed(page.title()));
      json.writeStringProperty("encrypted_content", "");
      if (page.age() == null) {
        json.writeNullProperty("page_age");
      } else {
        json.writeStringProperty("page_age", Unicode.wellFormed(page.age()));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static RawJson json(Consumer<JsonGenerator> writing) {
    byte[] bytes = Json.bytes(writing);
    return new RawJson(bytes, 0, bytes.length);
  }
}
