package dev.dragoman.store;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.json.Unicode;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A stored JSON object, by field. A field that nobody asks for is ignored, so that an older reader
 * can read what a newer writer wrote; a change that an older reader would misread raises {@code v},
 * and the older reader then refuses. What cannot be read throws {@link UncheckedIOException}.
 */
final class Document {
  /** The field that holds the version. */
  private static final String VERSION = "v";

  private final String kind;
  private final Map<String, RawJson> fields;

  private Document(String kind, Map<String, RawJson> fields) {
    this.kind = kind;
    this.fields = fields;
  }

  /**
   * The object written in {@code json}.
   *
   * @param kind what it is, for messages
   * @param newest the newest version that the caller understands
   */
  static Document read(String kind, int newest, String json) {
    Document document;
    try {
      document = new Document(kind, Json.fields(RawJson.of(json)));
    } catch (JacksonException e) {
      throw unreadable(kind, "is not a JSON object", e);
    }
    Long version = document.number(VERSION);
    if (version == null || version > newest) {
      throw unreadable(kind, "has version " + version + ", this program reads " + newest, null);
    }
    return document;
  }

  /** Writes the version as the next field. */
  static void writeVersion(JsonGenerator out, int version) {
    out.writeNumberProperty(VERSION, version);
  }

  /** Writes a field, or nothing for null; half a surrogate pair, which UTF-8 cannot say, as '?'. */
  static void write(JsonGenerator out, String name, @Nullable String value) {
    if (value != null) {
      out.writeStringProperty(name, Unicode.wellFormed(value));
    }
  }

  /** Writes a field, or nothing for null. */
  static void write(JsonGenerator out, String name, @Nullable Number value) {
    if (value != null) {
      out.writeNumberProperty(name, value.longValue());
    }
  }

  /** Writes a field as ISO-8601, or nothing for null. */
  static void write(JsonGenerator out, String name, @Nullable Instant value) {
    if (value != null) {
      out.writeStringProperty(name, value.toString());
    }
  }

  /** Writes a field that is true, or nothing for false. */
  static void write(JsonGenerator out, String name, boolean value) {
    if (value) {
      out.writeBooleanProperty(name, true);
    }
  }

  /** Writes a field as an array, or nothing for none. */
  static void write(JsonGenerator out, String name, List<String> values) {
    if (!values.isEmpty()) {
      out.writeArrayPropertyStart(name);
      values.forEach(value -> out.writeString(Unicode.wellFormed(value)));
      out.writeEndArray();
    }
  }

  /** Writes a field as an object of texts by name, or nothing for none. */
  static void writeTexts(JsonGenerator out, String name, Map<String, String> values) {
    if (!values.isEmpty()) {
      out.writeObjectPropertyStart(name);
      new TreeMap<>(values).forEach((field, value) -> write(out, Unicode.wellFormed(field), value));
      out.writeEndObject();
    }
  }

  /** Writes a field as an object of values by name, each as it is, or nothing for none. */
  static void write(JsonGenerator out, String name, Map<String, RawJson> values) {
    if (!values.isEmpty()) {
      out.writeName(name);
      out.writeStartObject();
      new TreeMap<>(values)
          .forEach((field, value) -> {
            out.writeName(Unicode.wellFormed(field));
            value.writeTo(out);
          });
      out.writeEndObject();
    }
  }

  /** The value of a field that must be there. */
  <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw unreadable(kind, "has no " + name, null);
    }
    return value;
  }

  /** The names of the fields. */
  Set<String> names() {
    return fields.keySet();
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  @Nullable String text(String name) {
    return value(name, parser -> expect(name, JsonToken.VALUE_STRING, parser).getString());
  }

  @Nullable Long number(String name) {
    return value(name, parser -> expect(name, JsonToken.VALUE_NUMBER_INT, parser).getLongValue());
  }

  @Nullable Integer integer(String name) {
    return value(name, parser -> expect(name, JsonToken.VALUE_NUMBER_INT, parser).getIntValue());
  }

  /** False where the field is absent. */
  boolean flag(String name) {
    Boolean flag =
        value(
            name,
            parser -> {
              JsonToken token = parser.nextToken();
              if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
                return token == JsonToken.VALUE_TRUE;
              }
              throw unreadable(kind, "has another type in " + name, null);
            });
    return flag != null && flag;
  }

  @Nullable Instant instant(String name) {
    String text = text(name);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw unreadable(kind, "has no instant in " + name, e);
    }
  }

  <E extends Enum<E>> E constant(String name, Class<E> type) {
    String text = required(name, text(name));
    try {
      return Enum.valueOf(type, text);
    } catch (IllegalArgumentException e) {
      throw unreadable(kind, "has an unknown " + name, e);
    }
  }

  /** The strings of an array; none where the field is absent. */
  List<String> texts(String name) {
    List<String> texts =
        value(
            name,
            parser -> {
              expect(name, JsonToken.START_ARRAY, parser);
              List<String> read = new ArrayList<>();
              while (parser.nextToken() == JsonToken.VALUE_STRING) {
                read.add(parser.getString());
              }
              return read;
            });
    return texts == null ? List.of() : texts;
  }

  /** The texts of an object, by name; none where the field is absent. */
  Map<String, String> textsByName(String name) {
    Map<String, String> texts = new HashMap<>();
    if (has(name)) {
      Document object = child(name);
      for (String field : object.names()) {
        texts.put(field, object.required(field, object.text(field)));
      }
    }
    return texts;
  }

  /** The fields of an object, raw; none where the field is absent. */
  Map<String, RawJson> object(String name) {
    RawJson raw = fields.get(name);
    return raw == null ? Map.of() : Json.fields(raw);
  }

  /** An object within this one. */
  Document child(String name) {
    return new Document(kind + " " + name, Json.fields(required(name, fields.get(name))));
  }

  /** The objects of an array; none where the field is absent. */
  List<Document> children(String name) {
    List<Document> children =
        value(
            name,
            parser -> {
              expect(name, JsonToken.START_ARRAY, parser);
              List<Document> read = new ArrayList<>();
              RawJson array = fields.get(name);
              while (array != null && parser.nextToken() == JsonToken.START_OBJECT) {
                read.add(new Document(kind + " " + name, Json.fields(array.slice(parser))));
              }
              return read;
            });
    return children == null ? List.of() : children;
  }

  private <T> @Nullable T value(String name, Function<JsonParser, T> read) {
    RawJson raw = fields.get(name);
    if (raw == null || raw.isNull()) {
      return null;
    }
    try (JsonParser parser = raw.parser()) {
      return read.apply(parser);
    } catch (JacksonException e) {
      throw unreadable(kind, "has an unreadable " + name, e);
    }
  }

  private JsonParser expect(String name, JsonToken token, JsonParser parser) {
    if (parser.nextToken() != token) {
      throw unreadable(kind, "has another type in " + name, null);
    }
    return parser;
  }

  private static UncheckedIOException unreadable(
      String kind, String fault, @Nullable Throwable cause) {
    return StoreFault.of("a stored " + kind + " " + fault, cause);
  }
}
