package dev.dragoman.messages;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.json.Unicode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;

/** A parser that pulls typed values and, where one is wrong, names its path. */
final class Fields {
  private final JsonParser parser;
  private final byte[] bytes;
  private final int base;
  private final String prefix;
  private final List<UnknownField> unknown;

  private Fields(byte[] bytes, int from, int length, String prefix, List<UnknownField> unknown) {
    this.parser = Json.parser(bytes, from, length);
    this.bytes = bytes;
    this.base = from;
    this.prefix = prefix;
    this.unknown = unknown;
  }

  /** Over a whole message, standing on its first token. */
  static Fields over(byte[] bytes) {
    Fields fields = new Fields(bytes, 0, bytes.length, "", new ArrayList<>());
    fields.parser.nextToken();
    return fields;
  }

  /** Over {@code value}, which this has just read, again from its first token. */
  Fields again(int offset, RawJson value) {
    Fields fields = new Fields(bytes, offset, value.length(), path(), unknown);
    fields.parser.nextToken();
    return fields;
  }

  /** All that {@link #keepUnknown()} was told of. */
  List<UnknownField> unknown() {
    return unknown;
  }

  /** Keeps the value this stands on as a field that is not known; null says nothing. */
  void keepUnknown() {
    if (!isNull()) {
      unknown.add(new UnknownField(path(), raw()));
    }
  }

  /** Where in the bytes the current token begins. */
  int offset() {
    return base + (int) parser.currentTokenLocation().getByteOffset();
  }

  boolean is(JsonToken token) {
    return parser.currentToken() == token;
  }

  boolean isNull() {
    return is(JsonToken.VALUE_NULL);
  }

  /** The name of the next field, with this standing on its value; null at the object's end. */
  @Nullable String next() {
    String name = parser.nextName();
    if (name != null) {
      parser.nextToken();
    }
    return name;
  }

  /** The name of the first field of the object that this stands on. */
  @Nullable String first() {
    expect(JsonToken.START_OBJECT, "an object");
    return next();
  }

  /** What {@code element} makes of each element of an array. */
  <T> List<T> array(Supplier<T> element) {
    expect(JsonToken.START_ARRAY, "an array");
    List<T> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(element.get());
    }
    return elements;
  }

  String text() {
    expect(JsonToken.VALUE_STRING, "a string");
    return Unicode.wellFormed(parser.getString());
  }

  int integer() {
    expect(JsonToken.VALUE_NUMBER_INT, "an integer");
    if (parser.getNumberType() != JsonParser.NumberType.INT) {
      throw fault("the number is out of range");
    }
    return parser.getIntValue();
  }

  double number() {
    if (!is(JsonToken.VALUE_NUMBER_FLOAT)) {
      expect(JsonToken.VALUE_NUMBER_INT, "a number");
    }
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw fault("the number is out of range");
    }
    return value;
  }

  boolean flag() {
    if (!is(JsonToken.VALUE_TRUE)) {
      expect(JsonToken.VALUE_FALSE, "true or false");
    }
    return is(JsonToken.VALUE_TRUE);
  }

  RawJson raw() {
    return Json.slice(parser, bytes, base);
  }

  RawJson rawObject() {
    if (!is(JsonToken.START_OBJECT)) {
      throw fault("must be an object");
    }
    return raw();
  }

  /** From {@code start} to the end of the object that this stands inside of. */
  RawJson rest(int start) {
    while (next() != null) {
      parser.skipChildren();
    }
    return since(start);
  }

  /** From {@code start} to the end of the value that this has just left. */
  RawJson since(int start) {
    return new RawJson(bytes, start, base + (int) parser.currentLocation().getByteOffset());
  }

  void skip() {
    parser.skipChildren();
  }

  /** Nothing may follow. */
  void end() {
    if (parser.nextToken() != null) {
      throw ApiError.invalid("the request body holds more than one JSON value").toException();
    }
  }

  ApiException fault(String message) {
    return ApiException.invalid(path(), message);
  }

  /** A fault of the field {@code name} of the object this stands on or inside of. */
  ApiException fault(String name, String message) {
    String here = path();
    return ApiException.invalid(here.isEmpty() ? name : here + "." + name, message);
  }

  /** The value of the field {@code name} of the object this has just left, which must be there. */
  <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw fault(name, "is required");
    }
    return value;
  }

  /** Where this stands: {@code messages.3.content.0}. */
  String path() {
    StringBuilder path = new StringBuilder(prefix);
    append(parser.streamReadContext(), path);
    return path.toString();
  }

  private static void append(TokenStreamContext context, StringBuilder path) {
    TokenStreamContext parent = context.getParent();
    if (parent != null) {
      append(parent, path);
    }
    String step = null;
    if (context.inObject() && context.currentName() != null) {
      step = context.currentName();
    } else if (context.inArray() && context.hasCurrentIndex()) {
      step = Integer.toString(context.getCurrentIndex());
    }
    if (step != null) {
      path.append(path.isEmpty() ? "" : ".").append(step);
    }
  }

  private void expect(JsonToken token, String what) {
    if (!is(token)) {
      throw fault("must be " + what);
    }
  }
}
