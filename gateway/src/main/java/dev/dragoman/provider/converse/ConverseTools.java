package dev.dragoman.provider.converse;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.Tool;
import dev.dragoman.messages.ToolChoice;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.ToolSet;
import dev.dragoman.provider.converse.ConverseModel.Feature;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** Writes {@code toolConfig}: tools and the choice among them. */
final class ConverseTools {
  private static final RawJson ANY_INPUT = RawJson.of("{\"type\":\"object\"}");

  /**
   * What Nova reads on top of a tool's schema; definitions stay for those who refer to them.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/nova/latest/userguide/prompting-tool-troubleshooting.html">
   *     Troubleshooting tool calls</a>
   */
  private static final Set<String> TOP = Set.of("type", "properties", "required", "$defs");

  /** Those of its other words that say nothing about the input. */
  private static final Set<String> SILENT = Set.of("$schema", "$id", "title");

  private final Encoding encoding;
  private final MessagesRequest request;
  private final ToolSet tools;
  private final ConverseModel model;
  private final List<Tool.Custom> declared;

  ConverseTools(Encoding encoding, ToolSet tools, ConverseModel model) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.tools = tools;
    this.model = model;
    this.declared = declared();
  }

  /** Whether there are any. */
  boolean any() {
    return !declared.isEmpty();
  }

  /** The name of the one tool that is to be called, as it is declared. */
  static String chosen(ToolChoice choice) {
    return ToolNames.toUpstream(Objects.requireNonNull(choice.name()));
  }

  /** Writes them; what the model can only be told in words goes to {@code instructions}. */
  void write(List<String> instructions, JsonGenerator out) {
    for (Tool.Hosted hosted : tools.hosted()) {
      throw encoding.unsupported(
          "tools." + request.tools().indexOf(hosted) + ".type", hosted.type());
    }
    ToolChoice choice = request.toolChoice();
    if (declared.isEmpty()) {
      if (choice != null && choice.mode() != ToolChoice.Mode.NONE) {
        encoding.notes().add("tool_choice", "no tools are declared, left out");
      }
      return;
    }
    out.writeObjectPropertyStart("toolConfig");
    if (choice != null && !ConverseFields.saysChoice(choice, model)) {
      choice(choice, instructions, out);
    }
    out.writeArrayPropertyStart("tools");
    declared.forEach(tool -> tool(tool, out));
    out.writeEndArray();
    out.writeEndObject();
  }

  /** Bedrock refuses a history with calls where no tools are declared. */
  private List<Tool.Custom> declared() {
    if (!tools.declared().isEmpty()) {
      return tools.declared();
    }
    Set<String> called = new LinkedHashSet<>();
    for (Message message : request.messages()) {
      for (ContentBlock block : message.content()) {
        if (block instanceof ContentBlock.ToolUse use) {
          called.add(tools.asCalled(use).name());
        }
      }
    }
    List<Tool.Custom> stand = new ArrayList<>();
    for (String name : called) {
      encoding.notes().add("tools", "those of the history are declared, as Bedrock needs");
      stand.add(new Tool.Custom(name, null, ANY_INPUT, false, null, null));
    }
    return stand;
  }

  private void tool(Tool.Custom tool, JsonGenerator out) {
    out.writeStartObject();
    out.writeObjectPropertyStart("toolSpec");
    out.writeStringProperty("name", ToolNames.toUpstream(tool.name()));
    if (tool.description() != null && !tool.description().isBlank()) {
      out.writeStringProperty("description", tool.description());
    }
    out.writeObjectPropertyStart("inputSchema");
    out.writeName("json");
    schema(tool.inputSchema(), out);
    out.writeEndObject();
    if (Boolean.TRUE.equals(tool.strict())) {
      if (model.has(Feature.SCHEMAS)) {
        out.writeBooleanProperty("strict", true);
      } else {
        encoding.notes().add("tools.strict", "left out");
      }
    }
    out.writeEndObject();
    out.writeEndObject();
    if (tool.cacheControl() != null) {
      if (model.has(Feature.CACHED_TOOLS)) {
        ConverseBlocks.cachePoint(tool.cacheControl(), encoding, model).write(out);
      } else {
        encoding.notes().add("cache_control", "not supported by the model there, left out");
      }
    }
  }

  /** As it came, but of type object, which Bedrock insists on. */
  private void schema(RawJson schema, JsonGenerator out) {
    if (model.has(Feature.WORDS_ON_TOP) && typed(schema)) {
      schema.writeTo(out);
      return;
    }
    out.writeStartObject();
    if (!typed(schema)) {
      out.writeStringProperty("type", "object");
    }
    try (JsonParser in = schema.parser()) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        if (model.has(Feature.WORDS_ON_TOP) || TOP.contains(name)) {
          out.writeName(name);
          out.copyCurrentStructureExact(in);
        } else {
          if (!SILENT.contains(name)) {
            encoding.notes().add("tools.input_schema." + name, "not taken on top, left out");
          }
          in.skipChildren();
        }
      }
    }
    out.writeEndObject();
  }

  private static boolean typed(RawJson schema) {
    try (JsonParser in = schema.parser()) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        if (name.equals("type")) {
          return true;
        }
        in.nextToken();
        in.skipChildren();
      }
    }
    return false;
  }

  /** What is not said is {@code auto}, which some models refuse to be told. */
  private void choice(ToolChoice choice, List<String> instructions, JsonGenerator out) {
    if (choice.disableParallel()) {
      encoding.leaveOut("tool_choice.disable_parallel_tool_use");
    }
    switch (choice.mode()) {
      case AUTO -> {}
      case NONE -> {
        encoding.notes().add("tool_choice", "none is told in words, the tools stay declared");
        instructions.add("Do not call any tool. Answer in text.");
      }
      case ANY -> any("Call one of the tools, do not answer in text.", instructions, out);
      case TOOL -> {
        String tool = chosen(choice);
        if (model.has(Feature.ONE_TOOL)) {
          out.writeObjectPropertyStart("toolChoice");
          out.writeObjectPropertyStart("tool");
          out.writeStringProperty("name", tool);
          out.writeEndObject();
          out.writeEndObject();
          return;
        }
        String words = "Call the tool " + tool + ", do not answer in text.";
        any(words, instructions, out);
        if (model.has(Feature.ANY_TOOL)) {
          encoding.notes().add("tool_choice", "forced to some tool, told in words to which");
          instructions.add(words);
        }
      }
    }
  }

  private void any(String words, List<String> instructions, JsonGenerator out) {
    if (model.has(Feature.ANY_TOOL)) {
      out.writeObjectPropertyStart("toolChoice");
      out.writeObjectPropertyStart("any");
      out.writeEndObject();
      out.writeEndObject();
    } else {
      encoding.notes().add("tool_choice", "told in words, the model cannot be forced");
      instructions.add(words);
    }
  }
}
