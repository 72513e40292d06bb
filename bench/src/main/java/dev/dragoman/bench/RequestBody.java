package dev.dragoman.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The body of the request that is sent, in either form; its keys are in alphabetical order. */
final class RequestBody {
  private static final String SYSTEM = "You are a helpful assistant.";
  private static final String RULES = SYSTEM + " rule".repeat(2000);
  private static final String QUESTION = "What is the capital of France?";
  private static final String DESCRIPTION =
      "Runs a thing in the workspace and returns what it printed. ".repeat(20);
  private static final String FIELD = "what this field is for and when to give it. ".repeat(4);
  private static final String PRINTED =
      "public static void main(String[] args) { System.out.println(\"hello\"); }\n".repeat(30);
  private static final int TOOLS = 24;
  private static final int OPENING_TOOLS = 14;
  private static final int TURNS = 40;

  private RequestBody() {}

  static byte[] of(Form form, Shape shape, String model, boolean stream) {
    var body = new TreeMap<String, Object>(Map.of("model", model, "stream", stream));
    if (form == Form.CHAT) {
      body.put("stream_options", Map.of("include_usage", true));
    }
    switch (shape) {
      case SMALL -> small(form, body);
      case OPENING -> session(form, body, OPENING_TOOLS, 0);
      case SESSION -> session(form, body, TOOLS, TURNS);
    }
    return Json.write(body).getBytes(UTF_8);
  }

  private static void small(Form form, Map<String, Object> body) {
    Object question = message("user", QUESTION);
    body.put("max_tokens", 1000);
    if (form == Form.CHAT) {
      body.put("messages", List.of(message("system", SYSTEM), question));
    } else {
      body.put("system", SYSTEM);
      body.put("messages", List.of(question));
    }
  }

  private static void session(Form form, Map<String, Object> body, int toolCount, int turns) {
    var messages = new ArrayList<Object>();
    if (form == Form.CHAT) {
      messages.add(message("system", RULES));
    } else {
      var cached = text(RULES);
      cached.put("cache_control", Map.of("type", "ephemeral"));
      body.put("system", List.of(cached));
    }
    messages.add(message("user", "Fix the failing test."));
    for (int i = 0; i < turns; i++) {
      String id = "toolu_%04d".formatted(i);
      messages.addAll(form == Form.CHAT ? chatTurn(id, tool(i)) : messagesTurn(id, tool(i)));
    }
    var tools = new ArrayList<Object>();
    for (int i = 0; i < toolCount; i++) {
      tools.add(form == Form.CHAT ? chatTool(i) : messagesTool(i));
    }
    body.put("max_tokens", 32000);
    body.put("messages", messages);
    body.put("tools", tools);
  }

  private static List<Object> chatTurn(String id, String tool) {
    var call =
        sorted(
            Map.of(
                "id",
                id,
                "type",
                "function",
                "function",
                sorted(Map.of("name", tool, "arguments", "{\"path\":\"src/Main.java\"}"))));
    var said = message("assistant", "I will look.");
    said.put("tool_calls", List.of(call));
    var result = message("tool", PRINTED);
    result.put("tool_call_id", id);
    return List.of(said, result);
  }

  private static List<Object> messagesTurn(String id, String tool) {
    var use =
        sorted(
            Map.of(
                "type",
                "tool_use",
                "id",
                id,
                "name",
                tool,
                "input",
                Map.of("path", "src/Main.java")));
    var result =
        sorted(Map.of("type", "tool_result", "tool_use_id", id, "content", List.of(text(PRINTED))));
    return List.of(
        message("assistant", List.of(text("I will look."), use)), message("user", List.of(result)));
  }

  private static Object chatTool(int i) {
    var function =
        sorted(Map.of("name", tool(i), "description", DESCRIPTION, "parameters", schema(i)));
    return sorted(Map.of("type", "function", "function", function));
  }

  private static Object messagesTool(int i) {
    return sorted(Map.of("name", tool(i), "description", DESCRIPTION, "input_schema", schema(i)));
  }

  private static Object schema(int i) {
    var properties = new TreeMap<String, Object>();
    for (int j = 0; j < 6; j++) {
      properties.put(
          "field_" + i + "_" + j, sorted(Map.of("type", "string", "description", FIELD)));
    }
    return sorted(
        Map.of(
            "$schema",
            "https://json-schema.org/draft/2020-12/schema",
            "type",
            "object",
            "properties",
            properties,
            "required",
            List.of("field_" + i + "_0"),
            "additionalProperties",
            false));
  }

  private static String tool(int i) {
    return "tool_" + i % TOOLS;
  }

  private static Map<String, Object> text(String text) {
    return sorted(Map.of("type", "text", "text", text));
  }

  private static Map<String, Object> message(String role, Object content) {
    return sorted(Map.of("role", role, "content", content));
  }

  private static Map<String, Object> sorted(Map<String, Object> map) {
    return new TreeMap<>(map);
  }
}
