package dev.dragoman.provider.responses;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.Tool;
import dev.dragoman.messages.ToolChoice;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.ToolSchema;
import dev.dragoman.provider.ToolSet;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Writes tools and the choice among them.
 *
 * @see <a href="https://platform.openai.com/docs/guides/tools-web-search">Web search</a>
 */
final class ResponsesTools {
  private final Encoding encoding;
  private final MessagesRequest request;
  private final ToolSet set;

  ResponsesTools(Encoding encoding, ToolSet set) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.set = set;
  }

  /** Whether the provider is to search the web. */
  boolean search() {
    return set.hosted().stream().anyMatch(ResponsesTools::isSearch);
  }

  void write(JsonGenerator out) {
    List<Tool.Custom> functions = set.declared();
    List<Tool.Hosted> hosted = set.hosted();
    ToolChoice choice = request.toolChoice();
    if (functions.isEmpty() && hosted.isEmpty()) {
      if (choice != null && choice.mode() != ToolChoice.Mode.NONE) {
        encoding.notes().add("tool_choice", "no tools are declared, left out");
      }
      return;
    }
    if (choice != null) {
      choice(choice, out);
    }
    for (Tool.Hosted tool : hosted) {
      if (isSearch(tool)) {
        maxUses(tool.raw(), out);
      }
    }
    out.writeArrayPropertyStart("tools");
    for (Tool.Custom tool : functions) {
      function(tool, out);
    }
    for (Tool.Hosted tool : hosted) {
      if (!isSearch(tool)) {
        throw encoding.unsupported("tools." + request.tools().indexOf(tool) + ".type", tool.type());
      }
      search(tool, out);
    }
    out.writeEndArray();
  }

  private static boolean isSearch(Tool.Hosted tool) {
    return tool.type().startsWith("web_search");
  }

  private void function(Tool.Custom tool, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("type", "function");
    out.writeStringProperty("name", ToolNames.toUpstream(tool.name()));
    if (tool.description() != null) {
      out.writeStringProperty("description", tool.description());
    }
    out.writeName("parameters");
    if (ToolSchema.write(tool.inputSchema(), out)) {
      encoding
          .notes()
          .add("tools.input_schema", "alternatives at the top are not supported, left out");
    }
    // Said always: this API's default is strict, which refuses optional properties.
    out.writeBooleanProperty("strict", false);
    out.writeEndObject();
    if (Boolean.TRUE.equals(tool.strict())) {
      encoding.notes().add("tools.strict", "left out");
    }
    if (tool.cacheControl() != null) {
      encoding.notes().add("cache_control", "left to the provider's own caching");
    }
  }

  /** The search is the only tool that the provider runs: so its limit is the limit of all. */
  private static void maxUses(RawJson tool, JsonGenerator out) {
    try (JsonParser in = tool.parser()) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        if (in.nextToken() == JsonToken.VALUE_NUMBER_INT && name.equals("max_uses")) {
          out.writeNumberProperty("max_tool_calls", in.getIntValue());
        } else {
          in.skipChildren();
        }
      }
    }
  }

  private void search(Tool.Hosted tool, JsonGenerator out) {
    RawJson raw = tool.raw();
    out.writeStartObject();
    out.writeStringProperty("type", "web_search");
    try (JsonParser in = raw.parser()) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken token = in.nextToken();
        RawJson value = raw.slice(in);
        switch (name) {
          case "type", "name", "max_uses" -> {}
          case "allowed_domains" -> {
            if (token == JsonToken.START_ARRAY) {
              out.writeObjectPropertyStart("filters");
              out.writeName("allowed_domains");
              value.writeTo(out);
              out.writeEndObject();
            }
          }
          case "user_location" -> {
            if (value.isObject()) {
              out.writeName("user_location");
              value.writeTo(out);
            }
          }
          case "blocked_domains" -> {
            if (token == JsonToken.START_ARRAY && !value.toString().matches("\\[\\s*]")) {
              throw encoding.unsupported(
                  "tools." + request.tools().indexOf(tool) + ".blocked_domains", name);
            }
          }
          case "cache_control" ->
              encoding.notes().add("cache_control", "left to the provider's own caching");
          default -> encoding.leaveOut("tools." + name.replaceAll("[^A-Za-z0-9_-]", "?"));
        }
      }
    }
    out.writeEndObject();
  }

  private void choice(ToolChoice choice, JsonGenerator out) {
    switch (choice.mode()) {
      case AUTO -> out.writeStringProperty("tool_choice", "auto");
      case ANY -> out.writeStringProperty("tool_choice", "required");
      case NONE -> out.writeStringProperty("tool_choice", "none");
      case TOOL -> {
        String name = Objects.requireNonNull(choice.name(), "checked by the tool set");
        boolean hosted =
            set.hosted().stream().anyMatch(tool -> isSearch(tool) && tool.name().equals(name));
        out.writeObjectPropertyStart("tool_choice");
        if (hosted) {
          onlySearch(out);
        } else {
          out.writeStringProperty("type", "function");
          out.writeStringProperty("name", ToolNames.toUpstream(name));
        }
        out.writeEndObject();
      }
    }
    if (choice.disableParallel() && !callsOneAtATime()) {
      out.writeBooleanProperty("parallel_tool_calls", false);
    }
  }

  /** The search has no choice of its own there, but can be the only tool that is allowed. */
  private static void onlySearch(JsonGenerator out) {
    out.writeStringProperty("type", "allowed_tools");
    out.writeStringProperty("mode", "required");
    out.writeArrayPropertyStart("tools");
    out.writeStartObject();
    out.writeStringProperty("type", "web_search");
    out.writeEndObject();
    out.writeEndArray();
  }

  /** OpenAI's o-series models call one tool at a time and refuse to be told so. */
  private boolean callsOneAtATime() {
    return encoding.facts().reasons() && !encoding.facts().abilities().contains("parallel-tools");
  }
}
