package dev.dragoman.admin;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.json.Unicode;
import dev.dragoman.ledger.Dollars;
import dev.dragoman.ledger.Windows;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The fields of a JSON object that a client sent, pulled by name and type. What is wrong is a 400
 * that names the field, and so is, in the end, what nobody asked for and says something: nothing is
 * lost in silence.
 *
 * <p>A field that is null reads as one that is absent; {@link #has} tells them apart.
 */
final class Form {
  /** The longest body, in bytes. */
  static final int MAX_BODY = 1 << 20;

  /** The longest id, alias or name, in characters. */
  static final int MAX_TEXT = 256;

  /** The most elements of a list or a map. */
  static final int MAX_ELEMENTS = 500;

  /** The longest object that is kept as it is, in bytes. */
  static final int MAX_OBJECT = 32 << 10;

  private static final int MAX_DEPTH = 32;
  private static final int MAX_DIGITS = 40;
  private static final int MAX_EXPONENT = 30;
  private static final BigDecimal MAX_DOLLARS = BigDecimal.valueOf(1_000_000_000);
  private static final BigDecimal MAX_WHOLE = BigDecimal.valueOf(1L << 53);

  /** What says nothing, whatever the field is. */
  private static final Set<String> NOTHING = Set.of("null", "\"\"", "[]", "{}", "false");

  private final String prefix;
  private final Map<String, RawJson> fields;
  private final Set<String> asked = new HashSet<>();

  private Form(String prefix, Map<String, RawJson> fields) {
    this.prefix = prefix;
    this.fields = fields;
  }

  /**
   * The fields of a body; none if it is empty.
   *
   * @throws ApiException {@code invalid_request_error} if it is no JSON object, has a field twice
   *     or nests too deep; {@code request_too_large}
   */
  static Form of(byte[] body) {
    if (body.length > MAX_BODY) {
      throw ApiError.of(
              ErrorType.REQUEST_TOO_LARGE, "the body has more than " + MAX_BODY + " bytes")
          .toException();
    }
    if (body.length == 0) {
      return new Form("", Map.of());
    }
    check(body);
    return new Form("", Json.fields(new RawJson(body, 0, body.length)));
  }

  static void check(byte[] body) {
    List<Set<String>> names = new ArrayList<>();
    try (JsonParser in = Json.parser(body)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw ApiError.invalid("the body must be a JSON object").toException();
      }
      names.add(new HashSet<>());
      while (!names.isEmpty()) {
        JsonToken token = in.nextToken();
        if (token == JsonToken.PROPERTY_NAME) {
          if (!names.getLast().add(in.currentName())) {
            throw ApiException.invalid(in.currentName(), "stands there twice");
          }
        } else if (token.isStructStart()) {
          if (names.size() == MAX_DEPTH) {
            throw ApiError.invalid("the body nests deeper than " + MAX_DEPTH).toException();
          }
          names.add(new HashSet<>());
        } else if (token.isStructEnd()) {
          names.removeLast();
        }
      }
      if (in.nextToken() != null) {
        throw ApiError.invalid("the body holds more than one JSON value").toException();
      }
    } catch (JacksonException e) {
      throw new ApiException(ApiError.invalid("the body is not JSON"), e);
    }
  }

  /** Whether the field is there, if only as null. */
  boolean has(String name) {
    asked.add(name);
    return fields.containsKey(name);
  }

  /** Whether the field is there and not null. */
  boolean says(String name) {
    return raw(name) != null;
  }

  /** A fault of one of these fields. */
  ApiException fault(String name, String message) {
    return ApiException.invalid(prefix + name, message);
  }

  /** The field as it was sent; null if it is absent or null. */
  @Nullable RawJson raw(String name) {
    asked.add(name);
    RawJson value = fields.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** A text of 1 to 256 characters, none of them a control character. */
  @Nullable String text(String name) {
    RawJson value = raw(name);
    return value == null ? null : text(name, value);
  }

  /** A text with no blanks around it. */
  @Nullable String id(String name) {
    String value = text(name);
    if (value != null && !value.equals(value.strip())) {
      throw fault(name, "must have no blanks around it");
    }
    return value;
  }

  /** An id that must be there. */
  String requiredId(String name) {
    String value = id(name);
    if (value == null) {
      throw fault(name, "is required");
    }
    return value;
  }

  /** Dollars as nano-dollars: 0 to a billion. */
  @Nullable Long dollars(String name) {
    RawJson value = raw(name);
    return value == null ? null : dollars(name, value);
  }

  /** A whole number from 0 to 2^53. */
  @Nullable Long whole(String name) {
    RawJson value = raw(name);
    return value == null ? null : whole(name, value);
  }

  /** True or false; null if it is absent or null. */
  @Nullable Boolean flag(String name) {
    RawJson value = raw(name);
    if (value == null) {
      return null;
    }
    return switch (value.toString()) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> throw fault(name, "must be true or false");
    };
  }

  /** How long a budget's window is, as LiteLLM writes it: {@code 30s}, {@code 1mo} ... */
  @Nullable String duration(String name) {
    RawJson value = raw(name);
    return value == null ? null : duration(name, value);
  }

  /** How long something lasts from now on, as LiteLLM writes it; {@code -1} is for ever. */
  @Nullable String span(String name) {
    RawJson value = raw(name);
    String text = value == null ? null : string(name, value);
    if (text != null && !text.equals("-1") && !Spans.isOne(text)) {
      throw fault(name, "must be a length of time such as 30s, 30m, 12h, 7d, 1w or 1mo");
    }
    return text;
  }

  /** Nothing but what holds anyway. */
  void only(String name, String usual) {
    String value = text(name);
    if (value != null && !value.equals(usual)) {
      throw fault(name, "can only be " + usual);
    }
  }

  /**
   * The same with fields of the object {@code name} as if they stood beside it, where LiteLLM takes
   * them too; what does stand there goes before.
   */
  Form lifting(String name, String... lifted) {
    RawJson value = fields.get(name);
    if (value == null || !value.isObject()) {
      return this;
    }
    Map<String, RawJson> inner = Json.fields(value);
    Map<String, RawJson> all = new LinkedHashMap<>(fields);
    for (String each : lifted) {
      RawJson found = inner.remove(each);
      if (found != null) {
        all.putIfAbsent(each, found);
      }
    }
    all.put(
        name,
        RawJson.of(
            Json.text(out -> {
              out.writeStartObject();
              inner.forEach((field, raw) -> {
                out.writeName(field);
                raw.writeTo(out);
              });
              out.writeEndObject();
            })));
    return new Form(prefix, all);
  }

  /** A list of texts; empty if it is absent or null. */
  List<String> texts(String name) {
    RawJson value = raw(name);
    if (value == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    List<RawJson> elements = elements(name, value);
    for (int i = 0; i < elements.size(); i++) {
      texts.add(text(name + "." + i, elements.get(i)));
    }
    return texts;
  }

  /** A map of what {@code reading} makes of each field; empty if it is absent or null. */
  <T> Map<String, T> map(String name, Reading<T> reading) {
    Map<String, T> map = new LinkedHashMap<>();
    object(name)
        .forEach((key, value) -> {
          if (key.isEmpty() || key.length() > MAX_TEXT || controls(key)) {
            throw fault(name, "has a name that is empty, too long or has control characters");
          }
          map.put(key, reading.read(name + "." + key, value));
        });
    return map;
  }

  /** A map of texts; empty if it is absent or null. */
  Map<String, String> textMap(String name) {
    return map(name, this::text);
  }

  /** The fields of an object of at most 32 KiB, each kept as it is; empty if absent or null. */
  Map<String, RawJson> object(String name) {
    RawJson value = raw(name);
    if (value == null) {
      return Map.of();
    }
    if (!value.isObject()) {
      throw fault(name, "must be an object");
    }
    if (value.length() > MAX_OBJECT) {
      throw fault(name, "must have at most " + MAX_OBJECT + " bytes");
    }
    Map<String, RawJson> fields = Json.fields(RawJson.of(value.toString()));
    if (fields.size() > MAX_ELEMENTS) {
      throw fault(name, "must have at most " + MAX_ELEMENTS + " fields");
    }
    return fields;
  }

  /** An object as a form of its own; null if it is absent or null. */
  @Nullable Form form(String name) {
    RawJson value = raw(name);
    return value == null ? null : form(name, value);
  }

  /** A value of one of these fields as a form of its own. */
  Form form(String name, RawJson value) {
    if (!value.isObject()) {
      throw fault(name, "must be an object");
    }
    return new Form(prefix + name + ".", Json.fields(value));
  }

  /** An object, or a list of objects, as forms; empty if it is absent or null. */
  List<Form> forms(String name) {
    RawJson value = raw(name);
    if (value == null) {
      return List.of();
    }
    if (value.isObject()) {
      return List.of(form(name, value));
    }
    List<Form> forms = new ArrayList<>();
    List<RawJson> elements = elements(name, value);
    for (int i = 0; i < elements.size(); i++) {
      forms.add(form(name + "." + i, elements.get(i)));
    }
    return forms;
  }

  /**
   * {@code current} if the field is absent, else what {@code reading} makes of it, which is nothing
   * where it is null.
   */
  <T extends @Nullable Object> T or(String name, T current, Function<String, T> reading) {
    return has(name) ? reading.apply(name) : current;
  }

  /** Refuses what says something and was never asked for. */
  void done() {
    for (Map.Entry<String, RawJson> field : fields.entrySet()) {
      if (!asked.contains(field.getKey()) && !NOTHING.contains(field.getValue().toString())) {
        throw fault(field.getKey(), "is not supported by this gateway");
      }
    }
  }

  /** What a field's value is read as. */
  @FunctionalInterface
  interface Reading<T> {
    T read(String name, RawJson value);
  }

  String text(String name, RawJson value) {
    String text = string(name, value);
    if (text.isBlank() || text.length() > MAX_TEXT || controls(text)) {
      throw fault(
          name, "must have 1 to " + MAX_TEXT + " characters, none of them a control character");
    }
    return text;
  }

  long dollars(String name, RawJson value) {
    BigDecimal dollars = number(name, value);
    if (dollars.signum() < 0 || dollars.compareTo(MAX_DOLLARS) > 0) {
      throw fault(name, "must be dollars from 0 to a billion");
    }
    return Dollars.nanos(dollars);
  }

  long whole(String name, RawJson value) {
    BigDecimal number = number(name, value);
    if (number.signum() < 0
        || number.compareTo(MAX_WHOLE) > 0
        || number.stripTrailingZeros().scale() > 0) {
      throw fault(name, "must be a whole number from 0 to 2^53");
    }
    return number.longValueExact();
  }

  String duration(String name, RawJson value) {
    String text = string(name, value);
    try {
      Windows.of(text);
    } catch (IllegalArgumentException e) {
      throw new ApiException(
          ApiError.invalid(prefix + name + ": must be a length of time such as 30m, 7d or 1mo"), e);
    }
    return text;
  }

  private String string(String name, RawJson value) {
    try (JsonParser in = value.parser()) {
      if (in.nextToken() != JsonToken.VALUE_STRING) {
        throw fault(name, "must be a string");
      }
      return Unicode.wellFormed(in.getString());
    }
  }

  private BigDecimal number(String name, RawJson value) {
    String sent = value.toString();
    String text = sent.startsWith("\"") ? string(name, value) : sent;
    if (!text.matches("-?\\d[\\d.eE+-]*")) {
      throw fault(name, "must be a number");
    }
    BigDecimal number = text.length() > MAX_DIGITS ? null : decimal(text);
    if (number == null || Math.abs((long) number.scale()) > MAX_EXPONENT) {
      throw fault(name, "the number is out of range");
    }
    return number;
  }

  private static @Nullable BigDecimal decimal(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The elements of a list, each as it is; empty if it is absent or null. */
  List<RawJson> elements(String name) {
    RawJson value = raw(name);
    return value == null ? List.of() : elements(name, value);
  }

  private List<RawJson> elements(String name, RawJson value) {
    List<RawJson> elements = new ArrayList<>();
    try (JsonParser in = value.parser()) {
      if (in.nextToken() != JsonToken.START_ARRAY) {
        throw fault(name, "must be a list");
      }
      while (in.nextToken() != JsonToken.END_ARRAY) {
        elements.add(value.slice(in));
      }
    }
    if (elements.size() > MAX_ELEMENTS) {
      throw fault(name, "must have at most " + MAX_ELEMENTS + " elements");
    }
    return elements;
  }

  private static boolean controls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}
