package dev.dragoman.config;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A value of the file and where it stands: aliases followed, merges done, keys unique. */
sealed interface YamlValue {
  /** Where it begins. */
  Position at();

  /** What a scalar means in YAML 1.1; dates and whatever is not JSON count as text. */
  enum Kind {
    TEXT,
    NUMBER,
    BOOLEAN,
    NULL
  }

  /**
   * A single value.
   *
   * @param text as it was written, without quotes
   * @param number what a {@code NUMBER} comes to
   */
  record Scalar(Position at, Kind kind, String text, @Nullable BigDecimal number)
      implements YamlValue {
    private static final Set<String> TRUE = Set.of("true", "yes", "on");
    private static final Set<String> FALSE = Set.of("false", "no", "off");

    static Scalar text(Position at, String text) {
      return new Scalar(at, Kind.TEXT, text, null);
    }

    @Override
    public boolean isNull() {
      return kind == Kind.NULL;
    }

    /** The truth value of a boolean or of text that spells one; null for anything else. */
    @Nullable Boolean flag() {
      String word = text.strip().toLowerCase(Locale.ROOT);
      return TRUE.contains(word) ? Boolean.TRUE : FALSE.contains(word) ? Boolean.FALSE : null;
    }
  }

  /** A list. */
  record Sequence(Position at, List<YamlValue> items) implements YamlValue {}

  /** A mapping, its keys as they were written, in the order of the file. */
  record Mapping(Position at, SequencedMap<String, Entry> entries) implements YamlValue {
    /** The value of a key that is there and not null. */
    @Nullable YamlValue value(String key) {
      Entry entry = entries.get(key);
      return entry == null || entry.value.isNull() ? null : entry.value;
    }
  }

  /** A value and where its key stands. */
  record Entry(Position keyAt, YamlValue value) {}

  /** Whether nothing is here. */
  default boolean isNull() {
    return false;
  }

  /** The value as JSON. */
  default RawJson json() {
    return RawJson.of(Json.text(out -> write(out, false)));
  }

  /** The value as JSON with the keys of every object sorted: equal for equal content. */
  default String canonicalJson() {
    return Json.text(out -> write(out, true));
  }

  private void write(JsonGenerator out, boolean sorted) {
    switch (this) {
      case Scalar scalar -> writeScalar(out, scalar);
      case Sequence sequence -> {
        out.writeStartArray();
        sequence.items().forEach(item -> item.write(out, sorted));
        out.writeEndArray();
      }
      case Mapping mapping -> {
        out.writeStartObject();
        (sorted ? new TreeMap<>(mapping.entries()) : mapping.entries())
            .forEach((key, entry) -> {
              out.writeName(key);
              entry.value().write(out, sorted);
            });
        out.writeEndObject();
      }
    }
  }

  private static void writeScalar(JsonGenerator out, Scalar scalar) {
    BigDecimal number = scalar.number();
    if (number != null) {
      out.writeNumber(number.toString());
    } else if (scalar.kind() == Kind.BOOLEAN) {
      out.writeBoolean(Boolean.TRUE.equals(scalar.flag()));
    } else if (scalar.isNull()) {
      out.writeNull();
    } else {
      out.writeString(scalar.text());
    }
  }
}
