package dev.dragoman.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain maps, lists, strings, numbers, booleans and nulls, written on one line; numbers are
 * read as {@code Double}. It is here so that the bench runs on a bare JDK.
 */
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** Reads one object; anything else is an {@code IllegalArgumentException} naming the place. */
  @SuppressWarnings("unchecked")
  static Map<String, @Nullable Object> readObject(String text) {
    var json = new Json(text);
    json.space();
    if (json.at == text.length() || text.charAt(json.at) != '{') {
      throw json.fault("an object");
    }
    Object value = json.object();
    json.space();
    if (json.at < text.length()) {
      throw json.fault("nothing more");
    }
    return (Map<String, @Nullable Object>) value;
  }

  static String write(@Nullable Object value) {
    var out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map -> {
        String before = "{";
        for (var entry : map.entrySet()) {
          out.append(before);
          write(String.valueOf(entry.getKey()), out);
          out.append(':');
          write(entry.getValue(), out);
          before = ",";
        }
        out.append(map.isEmpty() ? "{}" : "}");
      }
      case List<?> list -> {
        String before = "[";
        for (Object item : list) {
          out.append(before);
          write(item, out);
          before = ",";
        }
        out.append(list.isEmpty() ? "[]" : "]");
      }
      case Double number when number.isNaN() || number.isInfinite() -> out.append("null");
      case Number number -> out.append(number);
      case Boolean flag -> out.append(flag);
      default -> quote(value.toString(), out);
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private @Nullable Object value() {
    space();
    if (at == text.length()) {
      throw fault("a value");
    }
    return switch (text.charAt(at)) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object() {
    var map = new LinkedHashMap<String, @Nullable Object>();
    at++;
    if (ended('}')) {
      return map;
    }
    do {
      space();
      String key = string();
      expect(':');
      map.put(key, value());
    } while (another('}'));
    return map;
  }

  private List<@Nullable Object> array() {
    var list = new ArrayList<@Nullable Object>();
    at++;
    if (ended(']')) {
      return list;
    }
    do {
      list.add(value());
    } while (another(']'));
    return list;
  }

  private String string() {
    if (at == text.length() || text.charAt(at) != '"') {
      throw fault("a string");
    }
    var out = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return out.toString();
      }
      out.append(c == '\\' ? escaped() : c);
    }
    throw fault("the end of a string");
  }

  private char escaped() {
    if (++at == text.length()) {
      throw fault("the end of a string");
    }
    char c = text.charAt(at);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        if (at + 4 >= text.length()) {
          throw fault("four hexadecimal digits");
        }
        int code = Integer.parseInt(text.substring(at + 1, at + 5), 16);
        at += 4;
        yield (char) code;
      }
      default -> c;
    };
  }

  private Double number() {
    int from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (from == at) {
      throw fault("a value");
    }
    return Double.valueOf(text.substring(from, at));
  }

  private @Nullable Object literal(String word, @Nullable Object meaning) {
    if (!text.startsWith(word, at)) {
      throw fault("a value");
    }
    at += word.length();
    return meaning;
  }

  private void expect(char c) {
    space();
    if (at == text.length() || text.charAt(at) != c) {
      throw fault("'" + c + "'");
    }
    at++;
  }

  private boolean ended(char close) {
    space();
    boolean ended = at < text.length() && text.charAt(at) == close;
    at += ended ? 1 : 0;
    return ended;
  }

  private boolean another(char close) {
    if (ended(close)) {
      return false;
    }
    expect(',');
    return true;
  }

  private void space() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
  }

  private IllegalArgumentException fault(String wanted) {
    return new IllegalArgumentException("JSON: expected " + wanted + " at " + at);
  }
}
