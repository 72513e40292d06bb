package dev.dragoman.provider;

import dev.dragoman.json.RawJson;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Whether a schema is one that OpenAI enforces: closed objects whose properties are all required,
 * and none but the plainest words. Another is taken too, but as a hint only; asking to enforce it
 * is refused.
 *
 * @see <a href="https://platform.openai.com/docs/guides/structured-outputs#supported-schemas">
 *     Structured outputs, supported schemas</a>
 */
public final class StrictSchema {
  /** "A schema may have up to 5 levels of nesting": of objects; each takes two here. */
  private static final int DEEPEST = 10;

  private final JsonParser in;
  private boolean strict = true;

  private StrictSchema(JsonParser in) {
    this.in = in;
  }

  /** Whether it can be enforced. */
  public static boolean holds(RawJson schema) {
    if (!schema.isObject()) {
      return false;
    }
    try (JsonParser in = schema.parser()) {
      StrictSchema reading = new StrictSchema(in);
      in.nextToken();
      return reading.object(0) && reading.strict;
    }
  }

  /** Reads the schema that stands here; whether it is an object's. */
  private boolean object(int depth) {
    boolean object = false;
    boolean closed = false;
    Set<String> properties = new HashSet<>();
    Set<String> required = new HashSet<>();
    strict &= depth <= DEEPEST && in.currentToken() == JsonToken.START_OBJECT;
    if (!strict) {
      in.skipChildren();
      return false;
    }
    for (String word = in.nextName(); word != null; word = in.nextName()) {
      JsonToken token = in.nextToken();
      switch (word) {
        case "type" -> {
          object = token == JsonToken.VALUE_STRING && in.getString().equals("object");
          in.skipChildren();
        }
        case "properties" -> properties.addAll(named(depth));
        case "$defs" -> named(depth);
        case "required" -> required.addAll(strings());
        case "additionalProperties" -> {
          closed = token == JsonToken.VALUE_FALSE;
          in.skipChildren();
        }
        case "items" -> object(depth + 1);
        case "anyOf" -> {
          strict &= depth > 0;
          each(depth);
        }
        case "$schema", "$ref", "const", "description", "enum", "title" -> in.skipChildren();
        default -> {
          strict = false;
          in.skipChildren();
        }
      }
    }
    strict &= object ? closed && required.equals(properties) : properties.isEmpty();
    return object;
  }

  private Set<String> named(int depth) {
    Set<String> names = new HashSet<>();
    if (in.currentToken() != JsonToken.START_OBJECT) {
      strict = false;
      in.skipChildren();
      return names;
    }
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      names.add(name);
      object(depth + 1);
    }
    return names;
  }

  private void each(int depth) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      strict = false;
      in.skipChildren();
      return;
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      object(depth + 1);
    }
  }

  private Set<String> strings() {
    Set<String> strings = new HashSet<>();
    if (in.currentToken() == JsonToken.START_ARRAY) {
      while (in.nextToken() != JsonToken.END_ARRAY) {
        strings.add(in.currentToken() == JsonToken.VALUE_STRING ? in.getString() : "");
        in.skipChildren();
      }
    }
    return strings;
  }
}
