package dev.dragoman.lambda.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON reader and writer for the few small documents of the Runtime API: context headers, errors,
 * preludes. Objects are maps, arrays lists, numbers and literals their text.
 */
final class Json {

  private static final int DEEPEST = 64;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Reads a document that is one object.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  static Map<String, @Nullable Object> object(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.space();
    if (json.at < text.length() || !(value instanceof Map<?, ?>)) {
      throw json.fault("one object expected");
    }
    @SuppressWarnings("unchecked")
    Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) value;
    return object;
  }

  private @Nullable Object value(int depth) {
    if (depth > DEEPEST) {
      throw fault("nested too deep");
    }
    space();
    return switch (peek()) {
      case '{' -> members(depth);
      case '[' -> elements(depth);
      case '"' -> string();
      default -> literal();
    };
  }

  private Map<String, @Nullable Object> members(int depth) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    at++;
    space();
    if (peek() == '}') {
      at++;
      return members;
    }
    while (true) {
      space();
      String name = string();
      space();
      expect(':');
      members.put(name, value(depth + 1));
      space();
      if (peek() == '}') {
        at++;
        return members;
      }
      expect(',');
    }
  }

  private List<@Nullable Object> elements(int depth) {
    List<@Nullable Object> elements = new ArrayList<>();
    at++;
    space();
    if (peek() == ']') {
      at++;
      return elements;
    }
    while (true) {
      elements.add(value(depth + 1));
      space();
      if (peek() == ']') {
        at++;
        return elements;
      }
      expect(',');
    }
  }

  private String string() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (true) {
      char c = next();
      if (c == '"') {
        return value.toString();
      } else if (c == '\\') {
        value.append(escaped(next()));
      } else if (c < ' ') {
        throw fault("control character in a string");
      } else {
        value.append(c);
      }
    }
  }

  private char escaped(char c) {
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(next(), 16);
          if (digit < 0) {
            throw fault("bad escape");
          }
          code = code << 4 | digit;
        }
        yield (char) code;
      }
      default -> throw fault("bad escape");
    };
  }

  private @Nullable String literal() {
    int from = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String literal = text.substring(from, at);
    if (literal.equals("null")) {
      return null;
    }
    if (!literal.matches("true|false|-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
      throw fault("no value");
    }
    return literal;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at == text.length()) {
      throw fault("cut short");
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private void expect(char c) {
    if (next() != c) {
      throw fault("'" + c + "' expected");
    }
  }

  private IllegalArgumentException fault(String what) {
    return new IllegalArgumentException("not JSON: " + what + " at character " + at);
  }

  /** Appends the string with its quotes; a lone surrogate becomes an escape, so UTF-8 holds it. */
  static StringBuilder quote(String value, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (Character.isHighSurrogate(c)
              && i + 1 < value.length()
              && Character.isLowSurrogate(value.charAt(i + 1))) {
            json.append(c).append(value.charAt(++i));
          } else if (c < ' ' || Character.isSurrogate(c)) {
            escape(c, json);
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.append('"');
  }

  static StringBuilder quote(List<String> values, StringBuilder json) {
    json.append('[');
    for (int i = 0; i < values.size(); i++) {
      quote(values.get(i), i == 0 ? json : json.append(','));
    }
    return json.append(']');
  }

  private static void escape(char c, StringBuilder json) {
    json.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      json.append(Character.forDigit(c >> shift & 0xf, 16));
    }
  }
}
