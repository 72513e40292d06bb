package dev.dragoman.provider.chat;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.Tool;
import dev.dragoman.messages.ToolChoice;
import dev.dragoman.provider.ModelFacts;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.chat.Dialect.Feature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes tools and the choice among them.
 *
 * <p>A deferred tool is declared from the message on that refers to it, behind those that were
 * declared before, so that a load does not move what the provider has cached.
 */
final class ChatTools {
  private final MessagesRequest request;
  private final Dialect dialect;
  private final ModelFacts facts;
  private final Notes notes;

  ChatTools(MessagesRequest request, Dialect dialect, ModelFacts facts, Notes notes) {
    this.request = request;
    this.dialect = dialect;
    this.facts = facts;
    this.notes = notes;
  }

  void write(JsonGenerator out) {
    List<Tool.Custom> tools = declared();
    ToolChoice choice = request.toolChoice();
    if (choice != null && choice.mode() == ToolChoice.Mode.TOOL) {
      String name = name(choice);
      if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
        throw ApiException.invalid("tool_choice.name", "no tool of this name is declared");
      }
    }
    if (tools.isEmpty()) {
      if (choice != null && choice.mode() != ToolChoice.Mode.NONE) {
        notes.add("tool_choice", "no tools are declared, left out");
      }
      return;
    }
    if (choice != null) {
      choice(choice, out);
    }
    out.writeArrayPropertyStart("tools");
    for (Tool.Custom tool : tools) {
      function(tool, out);
    }
    out.writeEndArray();
  }

  private List<Tool.Custom> declared() {
    boolean searchedByProvider = false;
    List<Tool.Custom> tools = new ArrayList<>();
    Map<String, Tool.Custom> deferred = new LinkedHashMap<>();
    for (int i = 0; i < request.tools().size(); i++) {
      switch (request.tools().get(i)) {
        case Tool.Custom tool when tool.deferLoading() -> deferred.put(tool.name(), tool);
        case Tool.Custom tool -> tools.add(tool);
        case Tool.Hosted tool when tool.type().startsWith("tool_search_tool") -> {
          searchedByProvider = true;
          notes.add(tool.name(), "all deferred tools are declared instead");
        }
        case Tool.Hosted tool ->
            throw ApiException.invalid(
                "tools." + i + ".type", tool.type() + " is not supported by " + dialect.name());
      }
    }
    ToolChoice choice = request.toolChoice();
    if (choice != null && choice.name() != null) {
      add(deferred.remove(choice.name()), tools);
    }
    if (searchedByProvider) {
      tools.addAll(deferred.values());
    } else if (!deferred.isEmpty()) {
      loaded(deferred, tools);
    }
    return tools;
  }

  private void loaded(Map<String, Tool.Custom> deferred, List<Tool.Custom> tools) {
    for (Message message : request.messages()) {
      for (ContentBlock block : message.content()) {
        if (block instanceof ContentBlock.ToolResult result) {
          for (ContentBlock inner : result.content()) {
            if (inner instanceof ContentBlock.ToolReference reference) {
              add(deferred.remove(reference.toolName()), tools);
            }
          }
        } else if (block instanceof ContentBlock.ToolUse use) {
          // Called before, so known to the model even where the reference was compacted away.
          add(deferred.remove(use.name()), tools);
        }
      }
    }
  }

  private static void add(Tool.@Nullable Custom tool, List<Tool.Custom> tools) {
    if (tool != null) {
      tools.add(tool);
    }
  }

  private void function(Tool.Custom tool, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("type", "function");
    out.writeObjectPropertyStart("function");
    out.writeStringProperty("name", ToolNames.toUpstream(tool.name()));
    if (tool.description() != null) {
      out.writeStringProperty("description", tool.description());
    }
    out.writeName("parameters");
    if (!dialect.has(Feature.PLAIN_SCHEMAS)) {
      tool.inputSchema().writeTo(out);
    } else if (ToolSchema.write(tool.inputSchema(), out)) {
      notes.add("tools.input_schema", "alternatives at the top are not supported, left out");
    }
    out.writeEndObject();
    out.writeEndObject();
    if (Boolean.TRUE.equals(tool.strict())) {
      notes.add("tools.strict", "left out");
    }
    if (tool.cacheControl() != null) {
      notes.add("cache_control", "left to the provider's own caching");
    }
  }

  private void choice(ToolChoice choice, JsonGenerator out) {
    switch (choice.mode()) {
      case AUTO -> out.writeStringProperty("tool_choice", "auto");
      case ANY -> out.writeStringProperty("tool_choice", "required");
      case NONE -> out.writeStringProperty("tool_choice", "none");
      case TOOL -> {
        out.writeObjectPropertyStart("tool_choice");
        out.writeStringProperty("type", "function");
        out.writeObjectPropertyStart("function");
        out.writeStringProperty("name", ToolNames.toUpstream(name(choice)));
        out.writeEndObject();
        out.writeEndObject();
      }
    }
    if (choice.disableParallel() && !callsOneAtATime()) {
      if (dialect.has(Feature.PARALLEL_TOOL_CALLS)) {
        out.writeBooleanProperty("parallel_tool_calls", false);
      } else {
        notes.add(
            "tool_choice.disable_parallel_tool_use",
            "not supported by " + dialect.name() + ", left out");
      }
    }
  }

  /** OpenAI's o-series models call one tool at a time and refuse to be told so. */
  private boolean callsOneAtATime() {
    return dialect.has(Feature.STRICT_REASONING)
        && facts.reasons()
        && !facts.abilities().contains("parallel-tools");
  }

  private static String name(ToolChoice choice) {
    if (choice.name() == null) {
      throw ApiException.invalid("tool_choice.name", "is required");
    }
    return choice.name();
  }
}
