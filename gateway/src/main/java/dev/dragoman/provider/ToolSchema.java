package dev.dragoman.provider;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A tool's schema as OpenAI takes it: an object with properties, without alternatives at its top,
 * and items for every array. A schema that is so already, as nearly all are, is passed on as it
 * came.
 *
 * @see <a href="https://platform.openai.com/docs/guides/function-calling">Function calling; its
 *     refusals are "object schema missing properties", "array schema missing items" and "must not
 *     have oneOf, anyOf, allOf, enum or not at the top level"</a>
 */
public final class ToolSchema {
  private static final Set<String> REFUSED_ON_TOP =
      Set.of("oneOf", "anyOf", "allOf", "enum", "not");

  /** Words whose value is no schema, whatever it looks like. */
  private static final Set<String> VALUES =
      Set.of("const", "default", "enum", "example", "examples", "required");

  private final JsonParser in;
  private boolean changed;
  private boolean narrowed;

  private ToolSchema(RawJson schema) {
    this.in = schema.parser();
  }

  /** Writes the schema as one value; whether alternatives at its top were left out. */
  public static boolean write(RawJson schema, JsonGenerator out) {
    ToolSchema reading = new ToolSchema(schema);
    byte[] mended = Json.bytes(reading::top);
    (reading.changed ? new RawJson(mended, 0, mended.length) : schema).writeTo(out);
    return reading.narrowed;
  }

  private void top(JsonGenerator out) {
    in.nextToken();
    boolean typed = false;
    boolean properties = false;
    out.writeStartObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      if (REFUSED_ON_TOP.contains(name)) {
        changed = true;
        narrowed = true;
        in.skipChildren();
        continue;
      }
      typed |= name.equals("type");
      properties |= name.equals("properties");
      word(name, out);
    }
    if (!typed) {
      changed = true;
      out.writeStringProperty("type", "object");
    }
    if (!properties) {
      changed = true;
      out.writeObjectPropertyStart("properties");
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  /** A schema, or any other value. */
  private void schema(JsonGenerator out) {
    switch (in.currentToken()) {
      case START_OBJECT -> object(out);
      case START_ARRAY -> {
        out.writeStartArray();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          schema(out);
        }
        out.writeEndArray();
      }
      default -> out.copyCurrentEventExact(in);
    }
  }

  private void object(JsonGenerator out) {
    boolean array = false;
    boolean items = false;
    out.writeStartObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      array |=
          name.equals("type") && token == JsonToken.VALUE_STRING && in.getString().equals("array");
      items |= name.equals("items") || name.equals("prefixItems");
      word(name, out);
    }
    if (array && !items) {
      changed = true;
      out.writeObjectPropertyStart("items");
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private void word(String name, JsonGenerator out) {
    out.writeName(name);
    if (VALUES.contains(name)) {
      out.copyCurrentStructureExact(in);
    } else if (isNamed(name) && in.currentToken() == JsonToken.START_OBJECT) {
      named(out);
    } else {
      schema(out);
    }
  }

  private static boolean isNamed(String name) {
    return switch (name) {
      case "properties", "patternProperties", "$defs", "definitions" -> true;
      default -> false;
    };
  }

  /** Schemas by name, where a name is no word of JSON Schema. */
  private void named(JsonGenerator out) {
    out.writeStartObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      out.writeName(name);
      schema(out);
    }
    out.writeEndObject();
  }
}
