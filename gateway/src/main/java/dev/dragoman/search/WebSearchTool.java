package dev.dragoman.search;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.Tool;
import dev.dragoman.provider.Notes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Anthropic's tool {@code web_search}, of any version, as a request defines it.
 *
 * @param index where it stands among the tools
 * @param maxUses the most searches in one request; null for no limit
 * @param place where the user is, in words; null if it is not said
 * @param country the user's country in two letters; null if it is not said
 * @param cacheControl as it was sent
 * @see <a href="https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/web-search-tool">Web
 *     search tool</a>
 */
record WebSearchTool(
    int index,
    @Nullable Integer maxUses,
    Sites sites,
    @Nullable String place,
    @Nullable String country,
    boolean deferLoading,
    @Nullable RawJson cacheControl) {
  /** Its name, which the API demands. */
  static final String NAME = "web_search";

  private static final String DESCRIPTION =
      "Searches the web and returns titles, addresses and excerpts of pages. Use it for what is"
          + " recent and for what you do not know for sure. Give the address of each page that"
          + " your answer relies on, as a Markdown link.";

  /** The one among the tools of {@code request}; null if there is none. */
  static @Nullable WebSearchTool in(MessagesRequest request, Notes notes) {
    WebSearchTool found = null;
    for (int i = 0; i < request.tools().size(); i++) {
      if (request.tools().get(i) instanceof Tool.Hosted hosted
          && hosted.type().startsWith(NAME + "_")) {
        if (found != null) {
          throw ApiException.invalid("tools." + i, "a second web_search");
        }
        found = new Reading(hosted, i, notes).tool();
      }
    }
    if (found != null && request.tools().stream().filter(t -> t.name().equals(NAME)).count() > 1) {
      throw ApiException.invalid("tools", "names must be unique, web_search is not");
    }
    return found;
  }

  /** Writes the function that stands in its place. */
  void write(JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("name", NAME);
    out.writeStringProperty("description", description());
    out.writeObjectPropertyStart("input_schema");
    out.writeStringProperty("type", "object");
    out.writeObjectPropertyStart("properties");
    out.writeObjectPropertyStart("query");
    out.writeStringProperty("type", "string");
    out.writeStringProperty("description", "What to search for.");
    out.writeEndObject();
    out.writeEndObject();
    out.writeArrayPropertyStart("required");
    out.writeString("query");
    out.writeEndArray();
    out.writeEndObject();
    if (deferLoading) {
      out.writeBooleanProperty("defer_loading", true);
    }
    if (cacheControl != null) {
      out.writeName("cache_control");
      cacheControl.writeTo(out);
    }
    out.writeEndObject();
  }

  private String description() {
    StringBuilder text = new StringBuilder(DESCRIPTION);
    if (!sites.allowed().isEmpty()) {
      text.append(" It finds pages of these sites only: ")
          .append(String.join(", ", sites.allowed()))
          .append('.');
    }
    if (!sites.blocked().isEmpty()) {
      text.append(" It leaves out pages of ")
          .append(String.join(", ", sites.blocked()))
          .append('.');
    }
    if (place != null) {
      text.append(" The user is in ").append(place).append('.');
    }
    if (maxUses != null) {
      text.append(" It can be used at most ").append(maxUses).append(" times in a turn.");
    }
    return text.toString();
  }

  /** The reading of a definition. */
  private static final class Reading {
    private final Tool.Hosted hosted;
    private final int index;
    private final Notes notes;
    private @Nullable Integer maxUses;
    private List<String> allowed = List.of();
    private List<String> blocked = List.of();
    private @Nullable String place;
    private @Nullable String country;
    private @Nullable RawJson cacheControl;

    Reading(Tool.Hosted hosted, int index, Notes notes) {
      this.hosted = hosted;
      this.index = index;
      this.notes = notes;
    }

    WebSearchTool tool() {
      if (!hosted.name().equals(NAME)) {
        throw fault("name", "must be web_search");
      }
      try (JsonParser in = hosted.raw().parser()) {
        in.nextToken();
        for (String name = Json.firstName(in); name != null; name = in.nextName()) {
          if (in.nextToken() == JsonToken.VALUE_NULL) {
            continue;
          }
          field(name, in);
        }
      }
      if (!allowed.isEmpty() && !blocked.isEmpty()) {
        throw fault("allowed_domains", "may not stand beside blocked_domains");
      }
      return new WebSearchTool(
          index,
          maxUses,
          new Sites(allowed, blocked),
          place,
          country,
          hosted.deferLoading(),
          cacheControl);
    }

    private void field(String name, JsonParser in) {
      switch (name) {
        case "type", "name", "defer_loading" -> in.skipChildren();
        case "max_uses" -> maxUses = uses(in);
        case "allowed_domains" -> allowed = texts(name, in);
        case "blocked_domains" -> blocked = texts(name, in);
        case "user_location" -> location(in);
        case "cache_control" -> cacheControl = hosted.raw().slice(in);
        case "allowed_callers" -> {
          List<String> callers = texts(name, in);
          if (!callers.contains("direct")) {
            throw fault(name, "only direct calls of web_search are supported here");
          }
        }
        default -> {
          in.skipChildren();
          notes.add("tools." + NAME + "." + name, "not known to the gateway's search, left out");
        }
      }
    }

    private int uses(JsonParser in) {
      if (in.currentToken() != JsonToken.VALUE_NUMBER_INT || in.getLongValue() < 1) {
        throw fault("max_uses", "must be a whole number from 1 on");
      }
      return (int) Math.min(in.getLongValue(), Integer.MAX_VALUE);
    }

    private List<String> texts(String field, JsonParser in) {
      List<String> texts = new ArrayList<>();
      boolean list = in.currentToken() == JsonToken.START_ARRAY;
      while (list && in.nextToken() != JsonToken.END_ARRAY) {
        list = in.currentToken() == JsonToken.VALUE_STRING && !in.getString().isBlank();
        texts.add(list ? in.getString() : "");
      }
      if (!list) {
        throw fault(field, "must be a list of texts");
      }
      return texts;
    }

    private void location(JsonParser in) {
      List<String> parts = new ArrayList<>();
      String zone = null;
      for (String name = Json.firstName(in); name != null; name = in.nextName()) {
        boolean text = in.nextToken() == JsonToken.VALUE_STRING;
        switch (name) {
          case "city", "region", "country" -> {
            if (text) {
              parts.add(in.getString());
              country = name.equals("country") ? in.getString() : country;
            }
          }
          case "timezone" -> zone = text ? in.getString() : null;
          default -> in.skipChildren();
        }
      }
      String all = String.join(", ", parts);
      place = zone == null ? all : all.isEmpty() ? "time zone " + zone : all + " (" + zone + ")";
      place = place.isEmpty() ? null : place;
    }

    private ApiException fault(String field, String what) {
      return ApiException.invalid("tools." + index + "." + field, what);
    }
  }
}
