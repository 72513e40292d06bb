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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** Writes {@code toolConfig}: tools and the choice among them. */
final class ConverseTools {
  private static final RawJson ANY_INPUT = RawJson.of("{\"type\":\"object\"}");

  private final Encoding encoding;
  private final MessagesRequest request;
  private final ToolSet tools;
  private final ConverseModel model;

  ConverseTools(Encoding encoding, ToolSet tools, ConverseModel model) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.tools = tools;
    this.model = model;
  }

  /** Writes them; what the model can only be told in words goes to {@code instructions}. */
  void write(List<String> instructions, JsonGenerator out) {
    for (Tool.Hosted hosted : tools.hosted()) {
      throw encoding.unsupported("tools", hosted.type());
    }
    List<Tool.Custom> declared = declared();
    ToolChoice choice = request.toolChoice();
    if (declared.isEmpty()) {
      return;
    }
    out.writeObjectPropertyStart("toolConfig");
    if (choice != null) {
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
    tool.inputSchema().writeTo(out);
    out.writeEndObject();
    out.writeEndObject();
    out.writeEndObject();
    if (Boolean.TRUE.equals(tool.strict())) {
      encoding.notes().add("tools.strict", "left out");
    }
    if (tool.cacheControl() != null) {
      if (model.cachedTools()) {
        ConverseBlocks.cachePoint(out);
      } else {
        encoding.notes().add("cache_control", "not supported by the model there, left out");
      }
    }
  }

  private void choice(ToolChoice choice, List<String> instructions, JsonGenerator out) {
    if (choice.disableParallel()) {
      encoding.leaveOut("tool_choice.disable_parallel_tool_use");
    }
    String name = choice.name();
    switch (choice.mode()) {
      case AUTO -> one("auto", out);
      case NONE -> {
        encoding.notes().add("tool_choice", "none is told in words, the tools stay declared");
        instructions.add("Do not call any tool. Answer in text.");
      }
      case ANY -> {
        if (model.forced()) {
          one("any", out);
        } else {
          inWords("Call one of the tools, do not answer in text.", instructions);
        }
      }
      case TOOL -> {
        String tool = ToolNames.toUpstream(name == null ? "" : name);
        if (model.forced()) {
          out.writeObjectPropertyStart("toolChoice");
          out.writeObjectPropertyStart("tool");
          out.writeStringProperty("name", tool);
          out.writeEndObject();
          out.writeEndObject();
        } else {
          inWords("Call the tool " + tool + ", do not answer in text.", instructions);
        }
      }
    }
  }

  private void inWords(String words, List<String> instructions) {
    encoding.notes().add("tool_choice", "told in words, the model cannot be forced");
    instructions.add(words);
  }

  private static void one(String mode, JsonGenerator out) {
    out.writeObjectPropertyStart("toolChoice");
    out.writeObjectPropertyStart(mode);
    out.writeEndObject();
    out.writeEndObject();
  }
}
