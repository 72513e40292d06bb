package dev.dragoman.provider;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What Anthropic's {@code web_search} was asked to do.
 *
 * @param maxUses searches at most; null if not said
 * @param allowed domains that alone may be found; empty for all
 * @param blocked domains that may not be found
 * @param location where the user is: some of {@code city}, {@code region}, {@code country} and
 *     {@code timezone}; empty if not said
 * @param unknown the names of other fields
 * @see <a
 *     href="https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/web-search-tool">Anthropic's
 *     web search</a>
 */
public record WantedSearch(
    @Nullable Integer maxUses,
    List<String> allowed,
    List<String> blocked,
    Map<String, String> location,
    List<String> unknown) {

  /** Whether a hosted tool is the search. */
  public static boolean isSearch(Tool.Hosted tool) {
    return tool.type().startsWith("web_search");
  }

  /** What the tool says. */
  public static WantedSearch of(RawJson tool) {
    Integer maxUses = null;
    List<String> allowed = List.of();
    List<String> blocked = List.of();
    Map<String, String> location = Map.of();
    List<String> unknown = new ArrayList<>();
    try (JsonParser in = tool.parser()) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken token = in.nextToken();
        switch (name) {
          case "type", "name" -> in.skipChildren();
          case "max_uses" -> {
            maxUses =
                token == JsonToken.VALUE_NUMBER_INT ? (Integer) (int) in.getDoubleValue() : null;
            in.skipChildren();
          }
          case "allowed_domains" -> allowed = strings(in);
          case "blocked_domains" -> blocked = strings(in);
          case "user_location" -> location = location(in);
          default -> {
            unknown.add(name);
            in.skipChildren();
          }
        }
      }
    }
    return new WantedSearch(maxUses, allowed, blocked, location, List.copyOf(unknown));
  }

  /** Writes an array of {@code domains}, unless there are none. */
  public static void write(String field, List<String> domains, JsonGenerator out) {
    if (!domains.isEmpty()) {
      out.writeArrayPropertyStart(field);
      domains.forEach(out::writeString);
      out.writeEndArray();
    }
  }

  /** Writes where the user is, unless that was not said. */
  public void writeLocation(JsonGenerator out) {
    if (!location.isEmpty()) {
      out.writeObjectPropertyStart("user_location");
      out.writeStringProperty("type", "approximate");
      location.forEach(out::writeStringProperty);
      out.writeEndObject();
    }
  }

  /** Notes the fields that no provider has. */
  public void noteUnknown(Encoding encoding) {
    for (String field : unknown) {
      if (field.equals("cache_control")) {
        encoding.notes().add(field, "left to the provider's own caching");
      } else {
        encoding.leaveOut("tools." + field.replaceAll("[^A-Za-z0-9_-]", "?"));
      }
    }
  }

  private static List<String> strings(JsonParser in) {
    List<String> strings = new ArrayList<>();
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return strings;
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() == JsonToken.VALUE_STRING) {
        strings.add(in.getString());
      } else {
        in.skipChildren();
      }
    }
    return strings;
  }

  private static Map<String, String> location(JsonParser in) {
    Map<String, String> location = new LinkedHashMap<>();
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      if (in.nextToken() == JsonToken.VALUE_STRING && !name.equals("type")) {
        location.put(name, in.getString());
      } else {
        in.skipChildren();
      }
    }
    return location;
  }
}
