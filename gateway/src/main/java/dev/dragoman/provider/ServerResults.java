package dev.dragoman.provider;

import dev.dragoman.json.Unicode;
import dev.dragoman.messages.ContentBlock;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The results of a server's tool as text that another model can read. */
public final class ServerResults {
  private ServerResults() {}

  /**
   * Search results as a list of titles, addresses and what is known of the pages' text; anything
   * else as the JSON it is.
   */
  public static String text(ContentBlock.ServerToolResult result) {
    if (!result.type().equals("web_search_tool_result")) {
      return "[" + result.type() + " " + result.content() + "]";
    }
    StringBuilder text = new StringBuilder("[web_search results]");
    try (JsonParser parser = result.content().parser()) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return "[web_search failed: " + result.content() + "]";
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        entry(parser, text);
      }
    }
    return text.toString();
  }

  private static void entry(JsonParser parser, StringBuilder text) {
    String title = "";
    String url = "";
    String age = "";
    String excerpt = "";
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        parser.skipChildren();
        continue;
      }
      String value = Unicode.wellFormed(parser.getString());
      switch (name) {
        case "title" -> title = value;
        case "url" -> url = value;
        case "page_age" -> age = value;
        case "encrypted_content" -> excerpt = SearchExcerpt.unwrap(value);
        default -> {}
      }
    }
    text.append("\n- ").append(title).append(' ').append(url);
    if (!age.isEmpty()) {
      text.append(" (").append(age).append(')');
    }
    if (!excerpt.isEmpty()) {
      text.append("\n  ").append(excerpt.replace("\n", "\n  "));
    }
  }
}
