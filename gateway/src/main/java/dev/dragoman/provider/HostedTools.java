package dev.dragoman.provider;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.Tool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Tools of Anthropic's that the client runs itself, as functions: their schemas are part of Claude
 * and are told to other models.
 *
 * @see <a
 *     href="https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/tool-reference">Anthropic's
 *     tools</a>
 */
public final class HostedTools {
  private static final String POINT = "Where, as [x, y] in pixels.";

  private HostedTools() {}

  /** The tool as a function under its own name; null if the client does not run it. */
  public static Tool.@Nullable Custom function(Tool.Hosted tool) {
    return switch (tool.type()) {
      case "bash_20241022", "bash_20250124" ->
          custom(tool, "Runs a command in a bash shell that stays open between calls.", bash());
      case "text_editor_20241022", "text_editor_20250124" ->
          custom(tool, "Views, creates and edits text files.", editor(true));
      case "text_editor_20250429", "text_editor_20250728" ->
          custom(tool, "Views, creates and edits text files.", editor(false));
      case "memory_20250818" ->
          custom(
              tool,
              "Keeps files under /memories from one conversation to the next. View that directory"
                  + " before other work, and keep there what later conversations need.",
              memory());
      case "computer_20241022", "computer_20250124", "computer_20251124" -> computer(tool);
      default -> null;
    };
  }

  private static Tool.Custom custom(Tool.Hosted tool, String description, Schema schema) {
    return new Tool.Custom(
        tool.name(), description, schema.json(), tool.deferLoading(), null, null);
  }

  private static Schema bash() {
    return new Schema()
        .text("command", "The command to run; required unless restart is true.")
        .add("restart", "boolean", "True to restart the shell.");
  }

  private static Schema editor(boolean undo) {
    List<String> commands = new ArrayList<>(List.of("view", "create", "str_replace", "insert"));
    if (undo) {
      commands.add("undo_edit");
    }
    Schema schema =
        new Schema()
            .oneOf("command", "What to do.", commands)
            .text("path", "The file's path; for view, a directory's too.")
            .required("command", "path")
            .text("file_text", "For create: the file's content.")
            .text("old_str", "For str_replace: the text to replace, which must stand there once.")
            .text(
                "new_str",
                undo
                    ? "For str_replace and insert: the new text."
                    : "For str_replace: the new text.")
            .add("insert_line", "integer", "For insert: the line to insert after; 0 is the start.");
    if (!undo) {
      schema.text("insert_text", "For insert: the text to insert.");
    }
    return schema.integers(
        "view_range", "For view of a file: the first and the last line; -1 is the end.");
  }

  private static Schema memory() {
    return new Schema()
        .oneOf(
            "command",
            "What to do.",
            List.of("view", "create", "str_replace", "insert", "delete", "rename"))
        .required("command")
        .text("path", "For all but rename: the path, under /memories.")
        .integers("view_range", "For view of a file: the first and the last line.")
        .text("file_text", "For create: the file's content.")
        .text("old_str", "For str_replace: the text to replace, which must stand there once.")
        .text("new_str", "For str_replace: the new text.")
        .add("insert_line", "integer", "For insert: the line to insert after; 0 is the start.")
        .text("insert_text", "For insert: the text to insert.")
        .text("old_path", "For rename: the path now.")
        .text("new_path", "For rename: the path to be.");
  }

  private static Tool.Custom computer(Tool.Hosted tool) {
    boolean first = tool.type().endsWith("20241022");
    List<String> actions =
        new ArrayList<>(
            List.of(
                "key",
                "type",
                "mouse_move",
                "left_click",
                "left_click_drag",
                "right_click",
                "middle_click",
                "double_click",
                "screenshot",
                "cursor_position"));
    if (!first) {
      actions.addAll(
          List.of(
              "left_mouse_down", "left_mouse_up", "scroll", "hold_key", "wait", "triple_click"));
    }
    boolean zooms = tool.type().endsWith("20251124") && said(tool.raw(), "enable_zoom", "true");
    if (zooms) {
      actions.add("zoom");
    }
    Schema schema =
        new Schema()
            .oneOf("action", "What to do.", actions)
            .required("action")
            .integers("coordinate", POINT)
            .text("text", "For type: the text; for key and hold_key: the keys, as xdotool's.");
    if (!first) {
      schema
          .integers("start_coordinate", "For left_click_drag: from where, as [x, y] in pixels.")
          .oneOf("scroll_direction", "For scroll.", List.of("up", "down", "left", "right"))
          .add("scroll_amount", "integer", "For scroll: how many clicks of the wheel.")
          .add("duration", "number", "For hold_key and wait: seconds.");
    }
    if (zooms) {
      schema.integers("region", "For zoom: what to see, as [x1, y1, x2, y2] in pixels.");
    }
    String size =
        value(tool.raw(), "display_width_px") + " x " + value(tool.raw(), "display_height_px");
    return custom(
        tool,
        "Uses a computer by its screen, mouse and keyboard. The screen has " + size + " pixels.",
        schema);
  }

  private static boolean said(RawJson raw, String field, String value) {
    return value(raw, field).equals(value);
  }

  private static String value(RawJson raw, String field) {
    try (JsonParser in = raw.parser()) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken token = in.nextToken();
        if (name.equals(field) && token.isScalarValue()) {
          return in.getString();
        }
        in.skipChildren();
      }
      return "unknown";
    }
  }

  /** A JSON Schema of an object, in the making. */
  private static final class Schema {
    private record Property(String name, String type, String description, List<String> values) {}

    private final List<Property> properties = new ArrayList<>();
    private List<String> required = List.of();

    Schema add(String name, String type, String description) {
      properties.add(new Property(name, type, description, List.of()));
      return this;
    }

    Schema text(String name, String description) {
      return add(name, "string", description);
    }

    Schema integers(String name, String description) {
      return add(name, "array", description);
    }

    Schema oneOf(String name, String description, List<String> values) {
      properties.add(new Property(name, "string", description, List.copyOf(values)));
      return this;
    }

    Schema required(String... names) {
      required = List.of(names);
      return this;
    }

    RawJson json() {
      return RawJson.of(
          Json.text(out -> {
            out.writeStartObject();
            out.writeStringProperty("type", "object");
            out.writeObjectPropertyStart("properties");
            properties.forEach(property -> write(property, out));
            out.writeEndObject();
            if (!required.isEmpty()) {
              strings("required", required, out);
            }
            out.writeEndObject();
          }));
    }

    private static void write(Property property, JsonGenerator out) {
      out.writeObjectPropertyStart(property.name());
      out.writeStringProperty("type", property.type());
      out.writeStringProperty("description", property.description());
      if (!property.values().isEmpty()) {
        strings("enum", property.values(), out);
      }
      if (property.type().equals("array")) {
        out.writeObjectPropertyStart("items");
        out.writeStringProperty("type", "integer");
        out.writeEndObject();
      }
      out.writeEndObject();
    }

    private static void strings(String name, List<String> values, JsonGenerator out) {
      out.writeArrayPropertyStart(name);
      values.forEach(out::writeString);
      out.writeEndArray();
    }
  }
}
