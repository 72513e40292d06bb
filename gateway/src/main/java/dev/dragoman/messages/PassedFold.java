package dev.dragoman.messages;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Folds events that are passed on as they came. It knows the deltas that need putting together; of
 * any other, each text goes on to the block's field of that name and all else replaces it.
 */
final class PassedFold {
  private final Map<String, RawJson> message = new LinkedHashMap<>();
  private final Map<String, RawJson> usage = new LinkedHashMap<>();
  private final Map<Integer, Block> blocks = new TreeMap<>();
  private boolean stopped;

  /** A block that is put together. */
  private static final class Block {
    final Map<String, RawJson> fields;
    final Map<String, StringBuilder> texts = new LinkedHashMap<>();
    final StringBuilder input = new StringBuilder();
    final List<String> citations = new ArrayList<>();

    Block(Map<String, RawJson> fields) {
      this.fields = new LinkedHashMap<>(fields);
    }
  }

  void accept(StreamEvent.Passed event) {
    Map<String, RawJson> data = Json.fields(event.data());
    switch (event.name()) {
      case "message_start" -> {
        message.putAll(part(data, "message"));
        use(part(message, "usage"));
      }
      case "content_block_start" -> blocks.put(index(data), new Block(part(data, "content_block")));
      case "content_block_delta" -> extend(data);
      case "message_delta" -> {
        message.putAll(part(data, "delta"));
        use(part(data, "usage"));
        data.forEach((name, value) -> {
          if (!name.equals("type") && !name.equals("delta") && !name.equals("usage")) {
            message.put(name, value);
          }
        });
      }
      case "message_stop" -> stopped = true;
      default -> {}
    }
  }

  /** What the end says of the input is 0, or nothing, where it leaves that to the start. */
  private void use(Map<String, RawJson> figures) {
    figures.forEach((name, value) -> {
      boolean says = !value.isNull() && !value.toString().equals("0");
      if (says || !usage.containsKey(name)) {
        usage.put(name, value);
      }
    });
  }

  private void extend(Map<String, RawJson> data) {
    Block block = blocks.get(index(data));
    if (block == null) {
      throw new IllegalStateException("no block is open");
    }
    part(data, "delta")
        .forEach((name, value) -> {
          switch (name) {
            case "type" -> {}
            case "partial_json" -> block.input.append(text(value));
            case "citation" -> block.citations.add(value.toString());
            default -> {
              if (value.toString().startsWith("\"")) {
                block
                    .texts
                    .computeIfAbsent(name, n -> new StringBuilder(before(block, n)))
                    .append(text(value));
              } else {
                block.fields.put(name, value);
              }
            }
          }
        });
  }

  private static String before(Block block, String name) {
    RawJson before = block.fields.get(name);
    return before == null ? "" : text(before);
  }

  /** Writes the message, its unknown fields among the known. */
  void writeTo(JsonGenerator out) {
    if (!stopped) {
      throw new IllegalStateException("the answer is not whole");
    }
    message.putIfAbsent("content", RawJson.of("[]"));
    message.putIfAbsent("usage", RawJson.of("{}"));
    out.writeStartObject();
    message.forEach((name, value) -> {
      out.writeName(name);
      switch (name) {
        case "content" -> {
          out.writeStartArray();
          blocks.values().forEach(block -> write(block, out));
          out.writeEndArray();
        }
        case "usage" -> {
          out.writeStartObject();
          write(usage, out);
          out.writeEndObject();
        }
        default -> value.writeTo(out);
      }
    });
    out.writeEndObject();
  }

  private static void write(Block block, JsonGenerator out) {
    if (!block.input.isEmpty()) {
      block.fields.put("input", MessageFold.input(block.input.toString()));
    }
    if (!block.citations.isEmpty()) {
      block.fields.put("citations", RawJson.of("[" + String.join(",", block.citations) + "]"));
    }
    block.texts.forEach((name, text) ->
        block.fields.put(name, RawJson.of(Json.text(json -> json.writeString(text.toString())))));
    out.writeStartObject();
    write(block.fields, out);
    out.writeEndObject();
  }

  private static void write(Map<String, RawJson> fields, JsonGenerator out) {
    fields.forEach((name, value) -> {
      out.writeName(name);
      value.writeTo(out);
    });
  }

  private static int index(Map<String, RawJson> data) {
    RawJson index = data.get("index");
    return index == null ? 0 : Integer.parseInt(index.toString());
  }

  private static Map<String, RawJson> part(Map<String, RawJson> data, String name) {
    RawJson part = data.get(name);
    return part == null ? Map.of() : Json.fields(part);
  }

  private static String text(RawJson value) {
    try (JsonParser in = value.parser()) {
      return in.nextToken() == JsonToken.VALUE_STRING ? in.getString() : "";
    }
  }
}
