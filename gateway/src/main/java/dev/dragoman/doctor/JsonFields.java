package dev.dragoman.doctor;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The fields of a JSON object, each as it came. */
record JsonFields(Map<String, RawJson> values) {
  static final JsonFields NONE = new JsonFields(Map.of());

  /**
   * The fields of {@code object}; none if it is no object.
   *
   * @throws tools.jackson.core.JacksonException if it is no JSON
   */
  static JsonFields of(RawJson object) {
    Map<String, RawJson> fields = new LinkedHashMap<>();
    try (JsonParser in = object.parser()) {
      in.nextToken();
      for (String name = Json.firstName(in); name != null; name = in.nextName()) {
        in.nextToken();
        fields.put(name, object.slice(in));
      }
      if (in.nextToken() != null) {
        return NONE;
      }
    }
    return new JsonFields(fields);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** A string; empty if it is none. */
  String text(String name) {
    RawJson value = values.get(name);
    if (value == null) {
      return "";
    }
    try (JsonParser in = value.parser()) {
      return in.nextToken() == JsonToken.VALUE_STRING ? in.getString() : "";
    }
  }

  /** A whole number; null if it is none. */
  @Nullable Long number(String name) {
    RawJson value = values.get(name);
    if (value == null) {
      return null;
    }
    try (JsonParser in = value.parser()) {
      return in.nextToken() == JsonToken.VALUE_NUMBER_INT ? (Long) in.getLongValue() : null;
    }
  }

  /** An object; one without fields if it is none. */
  JsonFields object(String name) {
    RawJson value = values.get(name);
    return value == null || !value.isObject() ? NONE : of(value);
  }

  /** The items of an array; none if it is no array. */
  List<RawJson> items(String name) {
    List<RawJson> items = new ArrayList<>();
    RawJson value = values.get(name);
    if (value == null) {
      return items;
    }
    try (JsonParser in = value.parser()) {
      if (in.nextToken() == JsonToken.START_ARRAY) {
        while (in.nextToken() != JsonToken.END_ARRAY) {
          items.add(value.slice(in));
        }
      }
    }
    return items;
  }
}
