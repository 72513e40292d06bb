package dev.dragoman.provider;

import dev.dragoman.json.Unicode;
import dev.dragoman.messages.ContentBlock;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The results of a server's tool as text that another model can read. */
public final class ServerResults {
  private ServerResults() {}

  /** Search results as a list of titles and addresses; anything else as the JSON it is. */
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
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken token = parser.nextToken();
      if (name.equals("title") && token == JsonToken.VALUE_STRING) {
        title = Unicode.wellFormed(parser.getString());
      } else if (name.equals("url") && token == JsonToken.VALUE_STRING) {
        url = Unicode.wellFormed(parser.getString());
      } else {
        parser.skipChildren();
      }
    }
    text.append("\n- ").append(title).append(' ').append(url);
  }
}
