package dev.dragoman.messages;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests as long sessions of Claude Code make them. */
public final class Sessions {
  private Sessions() {}

  /** 24 tools with long descriptions and 40 tool turns. */
  public static byte[] long200Kilobytes() {
    return withTurns(40);
  }

  /** The same with another number of tool turns; a session grows at its end. */
  public static byte[] withTurns(int turns) {
    ObjectNode request = JsonMapper.shared().createObjectNode();
    request.put("model", "gpt-4o").put("max_tokens", 32_000).put("stream", true);
    ArrayNode tools = request.putArray("tools");
    for (int i = 0; i < 24; i++) {
      tool(tools.addObject(), i);
    }
    request
        .putArray("system")
        .addObject()
        .put("type", "text")
        .put("text", "You are a coding assistant." + " rule".repeat(2_000))
        .putObject("cache_control")
        .put("type", "ephemeral");
    ArrayNode messages = request.putArray("messages");
    messages.addObject().put("role", "user").put("content", "Fix the failing test.");
    for (int i = 0; i < turns; i++) {
      turn(messages, i);
    }
    return JsonMapper.shared().writeValueAsBytes(request);
  }

  private static void tool(ObjectNode tool, int i) {
    tool.put("name", "tool_" + i);
    tool.put(
        "description", "Runs a thing in the workspace and returns what it printed. ".repeat(20));
    ObjectNode schema = tool.putObject("input_schema");
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema").put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (String field : List.of("a", "b", "c", "d", "e", "f")) {
      properties
          .putObject("field_" + i + "_" + field)
          .put("type", "string")
          .put("description", "what this field is for and when to give it. ".repeat(4));
    }
    schema.putArray("required").add("field_" + i + "_a");
    schema.put("additionalProperties", false);
  }

  private static void turn(ArrayNode messages, int i) {
    String id = "toolu_%04d".formatted(i);
    ArrayNode call = messages.addObject().put("role", "assistant").putArray("content");
    call.addObject().put("type", "text").put("text", "I will look.");
    call.addObject()
        .put("type", "tool_use")
        .put("id", id)
        .put("name", "tool_" + i % 24)
        .putObject("input")
        .put("path", "src/Main.java");
    ObjectNode result = messages.addObject().put("role", "user").putArray("content").addObject();
    result.put("tool_use_id", id).put("type", "tool_result");
    result
        .putArray("content")
        .addObject()
        .put("type", "text")
        .put(
            "text",
            "public static void main(String[] args) { System.out.println(\"hello\"); }\n"
                .repeat(42));
  }
}
