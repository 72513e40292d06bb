package dev.dragoman.demo;

import dev.dragoman.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What the demo model looks at in a Chat Completions request.
 *
 * @param lastText what the user said last
 * @param toolResult what a tool returned, if that came after it
 */
record DemoRequest(String lastText, @Nullable String toolResult, List<Function> tools) {
  /**
   * A function that may be called.
   *
   * @param required the required properties of its input, each with its type
   */
  record Function(String name, Map<String, String> required) {}

  /** What Claude Code adds to a user's words is not theirs. */
  private static final Pattern REMINDER =
      Pattern.compile("<system-reminder>.*?</system-reminder>", Pattern.DOTALL);

  static DemoRequest read(byte[] body) {
    String lastText = "";
    String toolResult = null;
    List<Function> tools = new ArrayList<>();
    try (JsonParser in = Json.parser(body)) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        switch (name) {
          case "messages" -> {
            while (in.nextToken() == JsonToken.START_OBJECT) {
              String[] message = message(in);
              if (message[0].equals("user")) {
                lastText = message[1];
                toolResult = null;
              } else if (message[0].equals("tool")) {
                toolResult = message[1];
              }
            }
          }
          case "tools" -> {
            while (in.nextToken() == JsonToken.START_OBJECT) {
              tool(in, tools);
            }
          }
          default -> in.skipChildren();
        }
      }
    }
    return new DemoRequest(REMINDER.matcher(lastText).replaceAll(" ").strip(), toolResult, tools);
  }

  /** Role and text. */
  private static String[] message(JsonParser in) {
    String[] message = {"", ""};
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      if (name.equals("role")) {
        message[0] = in.getString();
      } else if (name.equals("content") && token == JsonToken.VALUE_STRING) {
        message[1] = in.getString();
      } else if (name.equals("content") && token == JsonToken.START_ARRAY) {
        message[1] = parts(in);
      } else {
        in.skipChildren();
      }
    }
    return message;
  }

  private static String parts(JsonParser in) {
    StringBuilder text = new StringBuilder();
    while (in.nextToken() == JsonToken.START_OBJECT) {
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        if (in.nextToken() == JsonToken.VALUE_STRING && name.equals("text")) {
          text.append(in.getString()).append('\n');
        } else {
          in.skipChildren();
        }
      }
    }
    return text.toString();
  }

  private static void tool(JsonParser in, List<Function> tools) {
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      if (name.equals("function")) {
        function(in, tools);
      } else {
        in.skipChildren();
      }
    }
  }

  private static void function(JsonParser in, List<Function> tools) {
    String function = "";
    Map<String, String> required = Map.of();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case "name" -> function = in.getString();
        case "parameters" -> required = required(in);
        default -> in.skipChildren();
      }
    }
    tools.add(new Function(function, required));
  }

  private static Map<String, String> required(JsonParser in) {
    Map<String, String> types = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      if (name.equals("properties") && token == JsonToken.START_OBJECT) {
        for (String property = in.nextName(); property != null; property = in.nextName()) {
          in.nextToken();
          types.put(property, type(in));
        }
      } else if (name.equals("required") && token == JsonToken.START_ARRAY) {
        while (in.nextToken() != JsonToken.END_ARRAY) {
          names.add(in.getString());
        }
      } else {
        in.skipChildren();
      }
    }
    Map<String, String> required = new LinkedHashMap<>();
    names.forEach(name -> required.put(name, types.getOrDefault(name, "string")));
    return required;
  }

  private static String type(JsonParser in) {
    String type = "string";
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      if (in.nextToken() == JsonToken.VALUE_STRING && name.equals("type")) {
        type = in.getString();
      } else {
        in.skipChildren();
      }
    }
    return type;
  }
}
