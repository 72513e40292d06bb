package dev.dragoman.admin;

import dev.dragoman.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** Writes values as they may be shown: what is a secret, or may be one, is stars. */
final class Masked {
  private static final String STARS = "***";

  private Masked() {}

  /** Writes an object under that name. */
  static void write(String name, Map<String, RawJson> fields, JsonGenerator out) {
    out.writeObjectPropertyStart(name);
    fields.forEach((field, value) -> {
      out.writeName(field);
      try (JsonParser in = value.parser()) {
        write(in, new ArrayList<>(List.of(name, field)), out);
      }
    });
    out.writeEndObject();
  }

  private static void write(JsonParser in, List<String> names, JsonGenerator out) {
    int depth = 0;
    do {
      switch (in.nextToken()) {
        case PROPERTY_NAME -> {
          String name = in.currentName();
          names.set(names.size() - 1, name);
          out.writeName(SecretRule.isSecret(List.of(), name) ? STARS : name);
        }
        case START_OBJECT -> {
          out.writeStartObject();
          names.add("");
          depth++;
        }
        case START_ARRAY -> {
          out.writeStartArray();
          names.add("");
          depth++;
        }
        case END_OBJECT -> {
          out.writeEndObject();
          names.removeLast();
          depth--;
        }
        case END_ARRAY -> {
          out.writeEndArray();
          names.removeLast();
          depth--;
        }
        case VALUE_STRING -> {
          String text = in.getString();
          out.writeString(SecretRule.isSecret(names, text) ? STARS : text);
        }
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(in.getString());
        case VALUE_TRUE -> out.writeBoolean(true);
        case VALUE_FALSE -> out.writeBoolean(false);
        default -> out.writeNull();
      }
    } while (depth > 0);
  }
}
