package dev.dragoman.routing;

import dev.dragoman.json.RawJson;
import dev.dragoman.routing.RouterSettingsReader.Wrong;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * A value of a setting as it is read, piece by piece. Numbers and truth values may be quoted, as
 * those are that a variable held. Each method passes over the piece that it reads; what is wrong
 * with it is noted, and gives null.
 */
final class SettingCursor {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,2})?");
  private static final Set<String> TRUE = Set.of("true", "yes", "on");
  private static final Set<String> FALSE = Set.of("false", "no", "off");
  private static final int LONGEST_NUMBER = 64;
  private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(1_000_000_000);
  private static final int MOST = 1_000_000;

  private final JsonParser in;
  private final Deque<String> path = new ArrayDeque<>();
  private final List<Wrong> wrong;

  private SettingCursor(JsonParser in, String name, List<Wrong> wrong) {
    this.in = in;
    this.wrong = wrong;
    path.addLast(name);
  }

  /** Reads a setting's value, unless it is null. */
  static void read(String name, RawJson value, List<Wrong> wrong, Consumer<SettingCursor> reading) {
    try (JsonParser in = value.parser()) {
      SettingCursor cursor = new SettingCursor(in, name, wrong);
      if (in.nextToken() != JsonToken.VALUE_NULL) {
        reading.accept(cursor);
      }
    } catch (StreamReadException _) {
      wrong.add(new Wrong(List.of(name), "is no JSON"));
    }
  }

  /** The way to the piece that is read now: keys, and indexes from 0. */
  List<String> path() {
    return List.copyOf(path);
  }

  /** Notes that the piece is wrong. */
  void wrong(String message) {
    wrong.add(new Wrong(path(), message));
  }

  /** The same, and passes over it. */
  private void pass(String message) {
    in.skipChildren();
    wrong(message);
  }

  boolean isNull() {
    return in.currentToken() == JsonToken.VALUE_NULL;
  }

  boolean isText() {
    return in.currentToken() == JsonToken.VALUE_STRING;
  }

  boolean isObject() {
    return in.currentToken() == JsonToken.START_OBJECT;
  }

  boolean isList() {
    return in.currentToken() == JsonToken.START_ARRAY;
  }

  /** Text that is not blank, or a number as it is written. */
  @Nullable String text() {
    String text = scalar();
    if (text == null) {
      pass("must be text");
    } else if (text.isEmpty()) {
      wrong("is empty");
    }
    return text == null || text.isEmpty() ? null : text;
  }

  /** Text or a number, without blanks around it; null for anything else. */
  private @Nullable String scalar() {
    JsonToken token = in.currentToken();
    boolean is = token == JsonToken.VALUE_STRING || (token != null && token.isNumeric());
    return is ? in.getString().strip() : null;
  }

  @Nullable Boolean flag() {
    String text = isText() ? in.getString().strip().toLowerCase(Locale.ROOT) : "";
    JsonToken token = in.currentToken();
    if (token == JsonToken.VALUE_TRUE || TRUE.contains(text)) {
      return true;
    }
    if (token == JsonToken.VALUE_FALSE || FALSE.contains(text)) {
      return false;
    }
    pass("must be true or false");
    return null;
  }

  /** A number from 0 on. */
  @Nullable BigDecimal number() {
    String text = scalar();
    if (text == null || text.length() > LONGEST_NUMBER || !NUMBER.matcher(text).matches()) {
      pass("must be a number");
      return null;
    }
    BigDecimal number = new BigDecimal(text);
    if (number.signum() < 0) {
      wrong("must not be negative");
      return null;
    }
    return number;
  }

  /** A whole number from 0 on. */
  @Nullable Integer count() {
    BigDecimal number = number();
    if (number == null) {
      return null;
    }
    boolean whole = number.stripTrailingZeros().scale() <= 0;
    if (!whole || number.compareTo(BigDecimal.valueOf(MOST)) > 0) {
      wrong(whole ? "is too large" : "must be a whole number");
      return null;
    }
    return number.intValue();
  }

  /** Seconds from 0 on, perhaps with a fraction, rounded up to milliseconds. */
  @Nullable Duration seconds() {
    BigDecimal seconds = number();
    if (seconds == null) {
      return null;
    }
    if (seconds.compareTo(LONGEST_SECONDS) > 0) {
      wrong("is too large");
      return null;
    }
    BigDecimal millis = seconds.movePointRight(3).setScale(0, RoundingMode.CEILING);
    return Duration.ofMillis(millis.longValue());
  }

  /** Seconds, more than none. */
  @Nullable Duration someSeconds() {
    Duration seconds = seconds();
    if (seconds != null && seconds.isZero()) {
      wrong("must be more than 0 seconds");
      return null;
    }
    return seconds;
  }

  /** Reads each entry of an object whose value is not null; {@code what} says what it should be. */
  void entries(String what, Consumer<String> reading) {
    if (!isObject()) {
      pass("must be " + what);
      return;
    }
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String key = in.currentName();
      in.nextToken();
      inside(key, () -> reading.accept(key));
    }
  }

  /** Reads each item of a list that is not null; {@code what} says what it should be. */
  void items(String what, Runnable reading) {
    if (!isList()) {
      pass("must be " + what);
      return;
    }
    for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
      inside(Integer.toString(i), reading);
    }
  }

  private void inside(String step, Runnable reading) {
    path.addLast(step);
    if (!isNull()) {
      reading.run();
    }
    path.removeLast();
  }

  /** Passes over the piece. */
  void skip() {
    in.skipChildren();
  }

  /** Texts of a list, or a single one. */
  List<String> texts(String what) {
    List<String> texts = new ArrayList<>();
    Runnable one =
        () -> {
          String text = text();
          if (text != null && !texts.contains(text)) {
            texts.add(text);
          }
        };
    if (isText()) {
      one.run();
    } else {
      items(what, one);
    }
    return texts;
  }
}
