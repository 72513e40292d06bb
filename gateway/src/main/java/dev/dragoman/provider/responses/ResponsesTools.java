package dev.dragoman.provider.responses;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.Tool;
import dev.dragoman.messages.ToolChoice;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.StrictSchema;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.ToolSchema;
import dev.dragoman.provider.ToolSet;
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
    ToolChoice choice = request.toolChoice();
    if (set.declared().isEmpty() && set.hosted().isEmpty()) {
      if (choice != null && choice.mode() != ToolChoice.Mode.NONE) {
        encoding.notes().add("tool_choice", "no tools are declared, left out");
      }
      return;
    }
    if (choice != null) {
      choice(choice, out);
    }
    for (Tool.Hosted tool : set.hosted()) {
      if (isSearch(tool)) {
        maxUses(tool.raw(), out);
      }
    }
    writeList(out);
  }

  /** Only the tools, without what is said of their use. */
  void writeList(JsonGenerator out) {
    if (set.declared().isEmpty() && set.hosted().isEmpty()) {
      return;
    }
    out.writeArrayPropertyStart("tools");
    for (Tool.Custom tool : set.declared()) {
      function(tool, out);
    }
    for (Tool.Hosted tool : set.hosted()) {
      if (!isSearch(tool)) {
        throw encoding.unsupported(path(tool) + ".type", tool.type());
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
    boolean wanted = Boolean.TRUE.equals(tool.strict());
    boolean strict = wanted && StrictSchema.holds(tool.inputSchema());
    out.writeBooleanProperty("strict", strict);
    out.writeEndObject();
    if (wanted && !strict) {
      encoding.notes().add("tools.strict", "the schema has more than is enforced, left out");
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
            if (token == JsonToken.START_ARRAY && !isEmpty(value)) {
              allowed(tool, value, out);
            }
          }
          case "user_location" -> {
            if (value.isObject()) {
              out.writeName("user_location");
              value.writeTo(out);
            }
          }
          case "blocked_domains" -> {
            if (token == JsonToken.START_ARRAY && !isEmpty(value)) {
              throw encoding.unsupported(path(tool) + ".blocked_domains", name);
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

  private String path(Tool.Hosted tool) {
    return "tools." + request.tools().indexOf(tool);
  }

  private static boolean isEmpty(RawJson array) {
    return array.toString().matches("\\[\\s*]");
  }

  /** Whole domains, with those below them; a path in one would be searched beyond. */
  private void allowed(Tool.Hosted tool, RawJson domains, JsonGenerator out) {
    if (domains.toString().contains("/")) {
      throw encoding.unsupported(path(tool) + ".allowed_domains", "a path in a domain");
    }
    out.writeObjectPropertyStart("filters");
    out.writeName("allowed_domains");
    domains.writeTo(out);
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
