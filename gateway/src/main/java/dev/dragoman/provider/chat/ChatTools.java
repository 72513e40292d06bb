package dev.dragoman.provider.chat;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.Tool;
import dev.dragoman.messages.ToolChoice;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.ToolSchema;
import dev.dragoman.provider.ToolSet;
import dev.dragoman.provider.chat.Dialect.Feature;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JsonGenerator;

/** Writes tools and the choice among them. */
final class ChatTools {
  private final Encoding encoding;
  private final MessagesRequest request;
  private final Dialect dialect;
  private final ToolSet set;
  private final Notes notes;
  private final ChatSearch search;

  /**
   * The tools of {@code set}.
   *
   * @throws dev.dragoman.messages.ApiException if one is hosted, and the provider has no such
   */
  ChatTools(Encoding encoding, Dialect dialect, ToolSet set) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.dialect = dialect;
    this.set = set;
    this.notes = encoding.notes();
    this.search = new ChatSearch(encoding, dialect, set);
  }

  void write(JsonGenerator out) {
    List<Tool.Custom> tools = set.declared();
    ToolChoice choice = request.toolChoice();
    search.settings(out);
    if (choice != null && search.isChosen(choice)) {
      search.choice(out);
      parallel(choice, out);
    } else if (choice != null && (!tools.isEmpty() || search.standsAmongTools())) {
      choice(choice, out);
      parallel(choice, out);
    } else if (choice != null && choice.mode() != ToolChoice.Mode.NONE && !search.wanted()) {
      notes.add("tool_choice", "no tools are declared, left out");
    }
    if (tools.isEmpty() && !search.standsAmongTools()) {
      return;
    }
    out.writeArrayPropertyStart("tools");
    for (Tool.Custom tool : tools) {
      function(tool, out);
    }
    search.entry(out);
    out.writeEndArray();
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
        out.writeStringProperty(
            "name", ToolNames.toUpstream(Objects.requireNonNull(choice.name())));
        out.writeEndObject();
        out.writeEndObject();
      }
    }
  }

  private void parallel(ToolChoice choice, JsonGenerator out) {
    if (choice.disableParallel() && !set.declared().isEmpty() && !callsOneAtATime()) {
      if (dialect.has(Feature.PARALLEL_TOOL_CALLS)) {
        out.writeBooleanProperty("parallel_tool_calls", false);
      } else {
        encoding.leaveOut("tool_choice.disable_parallel_tool_use");
      }
    }
  }

  /** OpenAI's o-series models call one tool at a time and refuse to be told so. */
  private boolean callsOneAtATime() {
    return dialect.has(Feature.STRICT_REASONING)
        && encoding.facts().reasons()
        && !encoding.facts().abilities().contains("parallel-tools");
  }
}
