package dev.dragoman.provider.gemini;

import dev.dragoman.messages.Tool;
import dev.dragoman.messages.ToolChoice;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.ToolSet;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Writes tools and the choice among them; Anthropic's search of the web becomes Google's.
 *
 * @see <a href="https://ai.google.dev/api/caching#Tool">Tool</a>
 */
final class GeminiTools {
  private final Encoding encoding;
  private final ToolSet tools;
  private final GeminiModel model;

  GeminiTools(Encoding encoding, ToolSet tools, GeminiModel model) {
    this.encoding = encoding;
    this.tools = tools;
    this.model = model;
  }

  void write(boolean withChoice, JsonGenerator out) {
    List<Tool.Custom> declared = tools.declared();
    boolean searches = searches(!declared.isEmpty());
    ToolChoice choice = encoding.request().toolChoice();
    if (choice != null && withChoice) {
      choice(choice, declared, out);
    }
    if (declared.isEmpty() && !searches) {
      return;
    }
    out.writeArrayPropertyStart("tools");
    if (!declared.isEmpty()) {
      out.writeStartObject();
      out.writeArrayPropertyStart("functionDeclarations");
      declared.forEach(tool -> function(tool, out));
      out.writeEndArray();
      out.writeEndObject();
    }
    if (searches) {
      out.writeStartObject();
      out.writeObjectPropertyStart("googleSearch");
      out.writeEndObject();
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void function(Tool.Custom tool, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("name", ToolNames.toUpstream(tool.name()));
    if (tool.description() != null) {
      out.writeStringProperty("description", tool.description());
    }
    out.writeName("parametersJsonSchema");
    tool.inputSchema().writeTo(out);
    out.writeEndObject();
    if (Boolean.TRUE.equals(tool.strict())) {
      encoding.notes().add("tools.strict", "left out");
    }
    if (tool.cacheControl() != null) {
      encoding.notes().add("cache_control", "left to the provider's own caching");
    }
  }

  /** Whether the web is to be searched; what else Anthropic hosts is refused. */
  private boolean searches(boolean withFunctions) {
    boolean searches = false;
    for (Tool.Hosted hosted : tools.hosted()) {
      String path = "tools." + encoding.request().tools().indexOf(hosted);
      if (!hosted.type().startsWith("web_search")) {
        throw encoding.unsupported(path + ".type", hosted.type());
      }
      if (withFunctions && !model.isThird()) {
        throw encoding.unsupported(
            path + ".type", hosted.type() + " together with other tools on " + model.name());
      }
      refuseLimits(hosted, path);
      searches = true;
    }
    return searches;
  }

  private void refuseLimits(Tool.Hosted search, String path) {
    try (JsonParser in = search.raw().parser()) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken value = in.nextToken();
        if (name.endsWith("_domains") && value == JsonToken.START_ARRAY) {
          if (in.nextToken() != JsonToken.END_ARRAY) {
            throw encoding.unsupported(path + '.' + name, name);
          }
          continue;
        }
        if (name.equals("max_uses") || name.equals("user_location")) {
          encoding.leaveOut("tools." + name);
        }
        in.skipChildren();
      }
    }
  }

  private void choice(ToolChoice choice, List<Tool.Custom> declared, JsonGenerator out) {
    String name = choice.name();
    boolean hosted = tools.hosted().stream().anyMatch(tool -> tool.name().equals(name));
    if (declared.isEmpty() || hosted) {
      if (choice.mode() != ToolChoice.Mode.NONE) {
        encoding.notes().add("tool_choice", "no function is chosen by it, left out");
      }
      return;
    }
    out.writeObjectPropertyStart("toolConfig");
    out.writeObjectPropertyStart("functionCallingConfig");
    out.writeStringProperty(
        "mode",
        switch (choice.mode()) {
          case AUTO -> "AUTO";
          case ANY, TOOL -> "ANY";
          case NONE -> "NONE";
        });
    if (choice.mode() == ToolChoice.Mode.TOOL && name != null) {
      out.writeArrayPropertyStart("allowedFunctionNames");
      out.writeString(ToolNames.toUpstream(name));
      out.writeEndArray();
    }
    out.writeEndObject();
    out.writeEndObject();
    if (choice.disableParallel()) {
      encoding.leaveOut("tool_choice.disable_parallel_tool_use");
    }
  }
}
