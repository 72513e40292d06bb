package dev.dragoman.provider.gemini;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.Tool;
import dev.dragoman.messages.ToolChoice;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ToolSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

  /**
   * Whether Google's search can do all that {@code request} asks of its own: before Gemini 3 it
   * stands beside no functions, and it can be told which domains to leave out on Vertex alone.
   */
  static boolean searches(MessagesRequest request, GeminiModel model) {
    boolean functions = request.tools().stream().anyMatch(tool -> !isSearch(tool));
    if (functions && !model.isThird()) {
      return false;
    }
    for (Tool tool : request.tools()) {
      if (tool instanceof Tool.Hosted search && isSearch(tool)) {
        try (JsonParser in = search.raw().parser()) {
          in.nextToken();
          for (String name = in.nextName(); name != null; name = in.nextName()) {
            boolean list = in.nextToken() == JsonToken.START_ARRAY;
            if (list && isLimit(name, model) && in.nextToken() != JsonToken.END_ARRAY) {
              return false;
            }
            in.skipChildren();
          }
        }
      }
    }
    return true;
  }

  private static boolean isSearch(Tool tool) {
    return tool instanceof Tool.Hosted hosted && hosted.type().startsWith("web_search");
  }

  /** Whether a field names domains in a way that Google's search has no word for. */
  private static boolean isLimit(String field, GeminiModel model) {
    return field.equals("allowed_domains")
        || (field.equals("blocked_domains") && !model.onVertex());
  }

  /** Writes the tools; with what is chosen among them, where a call generates. */
  void write(boolean withChoice, JsonGenerator out) {
    List<Tool.Custom> declared = tools.declared();
    Tool.Hosted search = search(!declared.isEmpty());
    if (withChoice) {
      config(declared, search != null, out);
    }
    if (declared.isEmpty() && search == null) {
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
    if (search != null) {
      out.writeStartObject();
      out.writeObjectPropertyStart("googleSearch");
      limits(search, out);
      out.writeEndObject();
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void function(Tool.Custom tool, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("name", GeminiNames.toUpstream(tool.name()));
    if (tool.description() != null) {
      out.writeStringProperty("description", tool.description());
    }
    out.writeName("parametersJsonSchema");
    GeminiSchema.writeParameters(tool.inputSchema(), out);
    out.writeEndObject();
    if (Boolean.TRUE.equals(tool.strict())) {
      encoding.notes().add("tools.strict", "left out");
    }
    if (tool.cacheControl() != null) {
      encoding.notes().add("cache_control", "left to the provider's own caching");
    }
  }

  /**
   * The search of the web, if it is asked for, which no mode of Google's forbids; what else
   * Anthropic hosts is refused.
   */
  private Tool.@Nullable Hosted search(boolean withFunctions) {
    Tool.Hosted search = null;
    for (Tool.Hosted hosted : tools.hosted()) {
      String path = path(hosted);
      if (!isSearch(hosted)) {
        throw encoding.unsupported(path + ".type", hosted.type());
      }
      if (withFunctions && !model.isThird()) {
        throw encoding.unsupported(
            path + ".type", hosted.type() + " together with other tools on " + model.name());
      }
      search = hosted;
    }
    ToolChoice choice = encoding.request().toolChoice();
    return choice != null && choice.mode() == ToolChoice.Mode.NONE ? null : search;
  }

  private String path(Tool.Hosted hosted) {
    return "tools." + encoding.request().tools().indexOf(hosted);
  }

  /** What a search leaves out: Vertex can be told domains, AI Studio none. */
  private void limits(Tool.Hosted search, JsonGenerator out) {
    try (JsonParser in = search.raw().parser()) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken value = in.nextToken();
        if (value == JsonToken.START_ARRAY && isLimit(name, model)) {
          if (in.nextToken() != JsonToken.END_ARRAY) {
            throw encoding.unsupported(path(search) + '.' + name, name);
          }
        } else if (value == JsonToken.START_ARRAY && name.equals("blocked_domains")) {
          out.writeName("excludeDomains");
          out.copyCurrentStructureExact(in);
        } else {
          if (name.equals("max_uses") || name.equals("user_location")) {
            encoding.leaveOut("tools." + name);
          }
          in.skipChildren();
        }
      }
    }
  }

  /**
   * Which functions may be called. AI Studio wants to be told where its own tools stand beside
   * them, and decides by VALIDATED then; Vertex does not know that.
   *
   * @see <a href="https://ai.google.dev/gemini-api/docs/tool-combination">Tool combination</a>
   */
  private void config(List<Tool.Custom> declared, boolean searches, JsonGenerator out) {
    ToolChoice choice = encoding.request().toolChoice();
    boolean combined = searches && !declared.isEmpty() && !model.onVertex();
    String name = choice == null ? null : choice.name();
    boolean chosen = choice != null && !declared.isEmpty() && !isHosted(name);
    if (choice != null && !chosen && choice.mode() != ToolChoice.Mode.NONE) {
      encoding.notes().add("tool_choice", "no function is chosen by it, left out");
    }
    if (!chosen && !combined) {
      return;
    }
    out.writeObjectPropertyStart("toolConfig");
    if (choice != null && chosen) {
      calling(choice, name, combined, out);
    }
    if (combined) {
      out.writeBooleanProperty("includeServerSideToolInvocations", true);
    }
    out.writeEndObject();
  }

  private boolean isHosted(@Nullable String name) {
    return tools.hosted().stream().anyMatch(tool -> tool.name().equals(name));
  }

  private void calling(
      ToolChoice choice, @Nullable String name, boolean combined, JsonGenerator out) {
    out.writeObjectPropertyStart("functionCallingConfig");
    out.writeStringProperty(
        "mode",
        switch (choice.mode()) {
          case AUTO -> combined ? "VALIDATED" : "AUTO";
          case ANY, TOOL -> "ANY";
          case NONE -> "NONE";
        });
    if (choice.mode() == ToolChoice.Mode.TOOL && name != null) {
      out.writeArrayPropertyStart("allowedFunctionNames");
      out.writeString(GeminiNames.toUpstream(name));
      out.writeEndArray();
    }
    out.writeEndObject();
    if (choice.disableParallel()) {
      encoding.leaveOut("tool_choice.disable_parallel_tool_use");
    }
  }
}
