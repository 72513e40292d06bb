package dev.dragoman.provider.anthropic;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.StreamEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The events that a message would have come in, had it been streamed. */
final class WholeMessage {
  private static final RawJson NULL = RawJson.of("null");

  private final Consumer<StreamEvent.Passed> out;

  private WholeMessage(Consumer<StreamEvent.Passed> out) {
    this.out = out;
  }

  /** Tells {@code out} the events of {@code message}. */
  static void events(RawJson message, Consumer<StreamEvent.Passed> out) {
    new WholeMessage(out).message(Json.fields(message));
  }

  private void message(Map<String, RawJson> fields) {
    List<RawJson> content = elements(fields.getOrDefault("content", NULL));
    Map<String, RawJson> start = new LinkedHashMap<>(fields);
    start.put("content", RawJson.of("[]"));
    start.put("stop_reason", NULL);
    start.put("stop_sequence", NULL);
    event("message_start", json -> property("message", start, json));
    for (int i = 0; i < content.size(); i++) {
      if (!content.get(i).isObject()) {
        throw ApiError.of(ErrorType.API, "the provider sent content that is no block")
            .toException();
      }
      block(i, Json.fields(content.get(i)));
    }
    Map<String, RawJson> end = new LinkedHashMap<>();
    end.put("stop_reason", fields.getOrDefault("stop_reason", NULL));
    end.put("stop_sequence", fields.getOrDefault("stop_sequence", NULL));
    event(
        "message_delta",
        json -> {
          property("delta", end, json);
          json.writeName("usage");
          fields.getOrDefault("usage", NULL).writeTo(json);
        });
    event("message_stop", json -> {});
  }

  private void block(int index, Map<String, RawJson> block) {
    Map<String, RawJson> start = new LinkedHashMap<>(block);
    List<Map<String, RawJson>> deltas = new ArrayList<>();
    block.forEach((name, value) -> {
      switch (name) {
        case "text" -> delta("text_delta", name, value, "\"\"", start, deltas);
        case "thinking" -> delta("thinking_delta", name, value, "\"\"", start, deltas);
        case "signature" -> delta("signature_delta", name, value, "\"\"", start, deltas);
        case "input" -> {
          start.put(name, RawJson.of("{}"));
          RawJson text = RawJson.of(Json.text(json -> json.writeString(value.toString())));
          deltas.add(one("input_json_delta", "partial_json", text));
        }
        case "citations" -> {
          if (!value.isNull()) {
            start.put(name, RawJson.of("[]"));
            elements(value).forEach(c -> deltas.add(one("citations_delta", "citation", c)));
          }
        }
        default -> {}
      }
    });
    event(
        "content_block_start",
        json -> {
          json.writeNumberProperty("index", index);
          property("content_block", start, json);
        });
    for (Map<String, RawJson> delta : deltas) {
      event(
          "content_block_delta",
          json -> {
            json.writeNumberProperty("index", index);
            property("delta", delta, json);
          });
    }
    event("content_block_stop", json -> json.writeNumberProperty("index", index));
  }

  private static void delta(
      String type,
      String name,
      RawJson value,
      String empty,
      Map<String, RawJson> start,
      List<Map<String, RawJson>> deltas) {
    start.put(name, RawJson.of(empty));
    deltas.add(one(type, name, value));
  }

  private static Map<String, RawJson> one(String type, String name, RawJson value) {
    Map<String, RawJson> delta = new LinkedHashMap<>();
    delta.put("type", RawJson.of('"' + type + '"'));
    delta.put(name, value);
    return delta;
  }

  private void event(String name, Consumer<JsonGenerator> fields) {
    byte[] json =
        Json.bytes(generator -> {
          generator.writeStartObject();
          generator.writeStringProperty("type", name);
          fields.accept(generator);
          generator.writeEndObject();
        });
    out.accept(new StreamEvent.Passed(name, new RawJson(json, 0, json.length)));
  }

  private static void property(String name, Map<String, RawJson> fields, JsonGenerator json) {
    json.writeObjectPropertyStart(name);
    fields.forEach((field, value) -> {
      json.writeName(field);
      value.writeTo(json);
    });
    json.writeEndObject();
  }

  private static List<RawJson> elements(RawJson array) {
    List<RawJson> elements = new ArrayList<>();
    try (JsonParser in = array.parser()) {
      if (in.nextToken() == JsonToken.START_ARRAY) {
        while (in.nextToken() != JsonToken.END_ARRAY) {
          elements.add(array.slice(in));
        }
      }
    }
    return elements;
  }
}
