package dev.dragoman.provider.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dragoman.json.Json;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.SearchBlocks;
import dev.dragoman.provider.SearchBlocks.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Tools that Groq ran itself, {@code executed_tools} of an answer. Each comes when it begins and
 * again with what it gave; searches are said as soon as they are whole, others are noted.
 *
 * @see <a href="https://console.groq.com/docs/compound/built-in-tools">Built-in tools</a>
 */
final class ExecutedTools {
  private final Map<Integer, Executed> executed = new LinkedHashMap<>();

  private static final class Executed {
    String type = "";
    String query = "";
    @Nullable List<Page> pages;
    boolean told;
  }

  /** Searches among them. */
  int searches() {
    return (int) executed.values().stream().filter(each -> isSearch(each.type)).count();
  }

  /** Reads the list that {@code in} stands on, and says those that are whole. */
  void read(JsonParser in, String answerId, Deltas out) {
    Json.objects(in, () -> executedTool(in, out));
    executed.forEach((index, tool) -> {
      if (tool.pages != null) {
        say(answerId, index, tool, out);
      }
    });
  }

  /** Says those that never became whole. */
  void end(String answerId, Deltas out) {
    executed.forEach((index, tool) -> say(answerId, index, tool, out));
  }

  private static void say(String answerId, int index, Executed tool, Deltas out) {
    if (tool.told) {
      return;
    }
    tool.told = true;
    if (isSearch(tool.type)) {
      List<Page> found = tool.pages == null ? List.of() : tool.pages;
      SearchBlocks.say(answerId + "_" + index, tool.query, found, out);
    } else {
      String type = tool.type.replaceAll("[^A-Za-z0-9._-]", "?");
      out.note("executed_tools", type + " was run by the provider, left out");
    }
  }

  private static boolean isSearch(String type) {
    return type.contains("search");
  }

  private void executedTool(JsonParser in, Deltas out) {
    int index = executed.size();
    String type = "";
    String arguments = "";
    List<Page> found = null;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      switch (name) {
        case "index" -> index = in.getValueAsInt(index);
        case "type" -> type = Json.string(in);
        case "arguments" -> arguments = Json.string(in);
        case "output" -> {
          if (token == JsonToken.VALUE_STRING && found == null) {
            found = List.of();
          }
          in.skipChildren();
        }
        case "search_results" -> {
          List<Page> inside = resultsInside(in);
          found = inside == null ? found : inside;
        }
        default -> in.skipChildren();
      }
    }
    Executed tool = executed.computeIfAbsent(index, each -> new Executed());
    tool.type = type.isEmpty() ? tool.type : type;
    tool.query = arguments.isEmpty() ? tool.query : query(arguments, out);
    tool.pages = found == null ? tool.pages : found;
  }

  /** The list in an object {@code {results: [...]}}; null where there is none. */
  private @Nullable List<Page> resultsInside(JsonParser in) {
    List<Page> inside = null;
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      in.nextToken();
      if (name.equals("results")) {
        inside = ChatFindings.found(in).stream().map(ChatFindings.Found::page).toList();
      } else {
        in.skipChildren();
      }
    }
    return inside;
  }

  private static String query(String arguments, Deltas out) {
    try (JsonParser in = Json.parser(arguments.getBytes(UTF_8))) {
      in.nextToken();
      for (String name = Json.firstName(in); name != null; name = in.nextName()) {
        in.nextToken();
        if (name.equals("query")) {
          return Json.string(in);
        }
        in.skipChildren();
      }
    } catch (JacksonException e) {
      out.note("executed_tools", "the search's arguments are not JSON, left out");
    }
    return "";
  }
}
