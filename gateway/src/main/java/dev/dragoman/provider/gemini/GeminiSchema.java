package dev.dragoman.provider.gemini;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A schema as {@code parametersJsonSchema} and {@code responseJsonSchema} take it. What a reference
 * leads to stands in its place, since Gemini takes little beside one; a reference that comes back
 * to itself stays. A {@code const} is written as the {@code enum} of one value, which Gemini knows.
 * A schema without either is passed on as it came.
 *
 * @see <a href="https://ai.google.dev/gemini-api/docs/structured-output">JSON Schema as Gemini
 *     knows it: enum of strings and numbers, anyOf, oneOf, $ref; const is not among it</a>
 * @see <a href="https://github.com/anomalyco/opencode/issues/12295">"If a schema node has $ref set,
 *     then only description and default can be set alongside it"</a>
 */
final class GeminiSchema {
  private static final Set<String> BESIDE_REFERENCE = Set.of("description", "default");

  /** Words whose value is no schema, whatever it looks like. */
  private static final Set<String> VALUES =
      Set.of("default", "enum", "example", "examples", "required");

  /** What references may add, in bytes; behind it they stay references. */
  private static final int LIMIT = 100_000;

  private static final int MAX_STEPS = 10;

  private final RawJson root;
  private final Deque<String> within = new ArrayDeque<>();
  private boolean keepsDefinitions;
  private int added;

  private GeminiSchema(RawJson root) {
    this.root = root;
  }

  /** Writes the schema of an answer as one value. */
  static void write(RawJson schema, JsonGenerator out) {
    String text = schema.toString();
    if (!text.contains("\"$ref\"") && !text.contains("\"const\"")) {
      schema.writeTo(out);
    } else {
      GeminiSchema mending = new GeminiSchema(schema);
      mending.root(mending.top(), out);
    }
  }

  /** Writes the schema of a function's parameters, which "must describe an object". */
  static void writeParameters(RawJson schema, JsonGenerator out) {
    GeminiSchema mending = new GeminiSchema(schema);
    Map<String, RawJson> fields = mending.top();
    if (fields.containsKey("type")) {
      write(schema, out);
    } else {
      fields.put("type", RawJson.of("\"object\""));
      mending.root(fields, out);
    }
  }

  /** The fields of the whole, with those of what it refers to where it is a reference itself. */
  private Map<String, RawJson> top() {
    Map<String, RawJson> fields = fields(root);
    for (int steps = 0; steps < MAX_STEPS; steps++) {
      String pointer = text(fields.get("$ref"));
      RawJson target = pointer == null ? null : at(pointer);
      if (target == null || !target.isObject() || target.equals(root)) {
        break;
      }
      fields.remove("$ref");
      Map<String, RawJson> merged = fields(target);
      merged.putAll(fields);
      fields = merged;
    }
    return fields;
  }

  private void root(Map<String, RawJson> fields, JsonGenerator out) {
    Map<String, RawJson> definitions = new LinkedHashMap<>();
    for (String name : List.of("$defs", "definitions")) {
      RawJson named = fields.remove(name);
      if (named != null) {
        definitions.put(name, named);
      }
    }
    out.writeStartObject();
    words(fields, out);
    if (keepsDefinitions) {
      definitions.forEach((name, named) -> {
        out.writeName(name);
        named(named, out);
      });
    }
    out.writeEndObject();
  }

  private void schema(RawJson schema, JsonGenerator out) {
    if (!schema.isObject()) {
      values(schema, out);
      return;
    }
    Map<String, RawJson> fields = fields(schema);
    String pointer = text(fields.get("$ref"));
    RawJson target = pointer == null ? null : at(pointer);
    if (pointer == null || target == null || !target.isObject()) {
      object(fields, out);
      return;
    }
    added += target.length();
    if (within.contains(pointer) || added > LIMIT) {
      keepsDefinitions = true;
      fields.keySet().removeIf(name -> !name.equals("$ref") && !BESIDE_REFERENCE.contains(name));
      object(fields, out);
      return;
    }
    within.push(pointer);
    Map<String, RawJson> merged = fields(target);
    fields.remove("$ref");
    merged.putAll(fields);
    schema(merged, out);
    within.pop();
  }

  /** The merged fields may hold a reference again. */
  private void schema(Map<String, RawJson> fields, JsonGenerator out) {
    if (fields.containsKey("$ref")) {
      schema(RawJson.of(Json.text(json -> raw(fields, json))), out);
    } else {
      object(fields, out);
    }
  }

  private static void raw(Map<String, RawJson> fields, JsonGenerator out) {
    out.writeStartObject();
    fields.forEach((name, value) -> {
      out.writeName(name);
      value.writeTo(out);
    });
    out.writeEndObject();
  }

  private void object(Map<String, RawJson> fields, JsonGenerator out) {
    out.writeStartObject();
    words(fields, out);
    out.writeEndObject();
  }

  private void words(Map<String, RawJson> fields, JsonGenerator out) {
    fields.forEach((name, value) -> {
      boolean single = name.equals("const") && !fields.containsKey("enum") && isNamable(value);
      out.writeName(single ? "enum" : name);
      if (single) {
        out.writeStartArray();
        value.writeTo(out);
        out.writeEndArray();
      } else if (VALUES.contains(name)) {
        value.writeTo(out);
      } else if (isNamed(name) && value.isObject()) {
        named(value, out);
      } else {
        schema(value, out);
      }
    });
  }

  /** Whether a value can stand in an enum: strings and numbers can. */
  private static boolean isNamable(RawJson value) {
    char first = value.toString().charAt(0);
    return first == '"' || first == '-' || Character.isDigit(first);
  }

  private static boolean isNamed(String name) {
    return switch (name) {
      case "properties", "patternProperties", "$defs", "definitions" -> true;
      default -> false;
    };
  }

  private void named(RawJson schemas, JsonGenerator out) {
    out.writeStartObject();
    fields(schemas)
        .forEach((name, each) -> {
          out.writeName(name);
          schema(each, out);
        });
    out.writeEndObject();
  }

  /** An array, whose elements may be schemas, or a plain value. */
  private void values(RawJson value, JsonGenerator out) {
    try (JsonParser in = value.parser()) {
      if (in.nextToken() != JsonToken.START_ARRAY) {
        value.writeTo(out);
        return;
      }
      out.writeStartArray();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        schema(value.slice(in), out);
      }
      out.writeEndArray();
    }
  }

  private static Map<String, RawJson> fields(RawJson object) {
    Map<String, RawJson> fields = new LinkedHashMap<>();
    try (JsonParser in = object.parser()) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        fields.put(name, object.slice(in));
      }
    }
    return fields;
  }

  private static @Nullable String text(@Nullable RawJson value) {
    if (value == null) {
      return null;
    }
    try (JsonParser in = value.parser()) {
      return in.nextToken() == JsonToken.VALUE_STRING ? in.getString() : null;
    }
  }

  /** What a pointer into this schema leads to, as {@code #/$defs/point}; null if nowhere. */
  private @Nullable RawJson at(String pointer) {
    if (!pointer.equals("#") && !pointer.startsWith("#/")) {
      return null;
    }
    RawJson at = root;
    for (String step : pointer.split("/", -1)) {
      if (step.equals("#")) {
        continue;
      }
      String name = URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8);
      RawJson next =
          at.isObject() ? fields(at).get(name.replace("~1", "/").replace("~0", "~")) : null;
      if (next == null) {
        return null;
      }
      at = next;
    }
    return at;
  }
}
