package dev.dragoman.provider.responses;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.Tool;
import dev.dragoman.messages.ToolChoice;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.StrictSchema;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.ToolSchema;
import dev.dragoman.provider.ToolSet;
import dev.dragoman.provider.WantedSearch;
import java.util.Objects;
import tools.jackson.core.JsonGenerator;

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
    return set.hosted().stream().anyMatch(WantedSearch::isSearch);
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
      Integer uses = WantedSearch.isSearch(tool) ? WantedSearch.of(tool.raw()).maxUses() : null;
      if (uses != null) {
        if (uses < 1) {
          throw ApiException.invalid(path(tool) + ".max_uses", "must be a whole number from 1 on");
        }
        // The search is the only tool that the provider runs: so its limit is the limit of all.
        out.writeNumberProperty("max_tool_calls", uses);
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
      if (!WantedSearch.isSearch(tool)) {
        throw encoding.unsupported(path(tool) + ".type", tool.type());
      }
      search(tool, out);
    }
    out.writeEndArray();
  }

  private String path(Tool tool) {
    return "tools." + request.tools().indexOf(tool);
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

  private void search(Tool.Hosted tool, JsonGenerator out) {
    WantedSearch wanted = WantedSearch.of(tool.raw());
    String path = path(tool);
    if (!wanted.blocked().isEmpty()) {
      throw encoding.unsupported(path + ".blocked_domains", "blocked_domains");
    }
    // Whole domains, with those below them; a path in one would be searched beyond.
    if (wanted.allowed().stream().anyMatch(domain -> domain.contains("/"))) {
      throw encoding.unsupported(path + ".allowed_domains", "a path in a domain");
    }
    out.writeStartObject();
    out.writeStringProperty("type", "web_search");
    if (!wanted.allowed().isEmpty()) {
      out.writeObjectPropertyStart("filters");
      WantedSearch.write("allowed_domains", wanted.allowed(), out);
      out.writeEndObject();
    }
    wanted.writeLocation(out);
    out.writeEndObject();
    wanted.noteUnknown(encoding);
  }

  private void choice(ToolChoice choice, JsonGenerator out) {
    switch (choice.mode()) {
      case AUTO -> out.writeStringProperty("tool_choice", "auto");
      case ANY -> out.writeStringProperty("tool_choice", "required");
      case NONE -> out.writeStringProperty("tool_choice", "none");
      case TOOL -> {
        String name = Objects.requireNonNull(choice.name(), "checked by the tool set");
        boolean hosted =
            set.hosted().stream()
                .anyMatch(tool -> WantedSearch.isSearch(tool) && tool.name().equals(name));
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
