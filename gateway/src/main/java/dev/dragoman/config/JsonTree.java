package dev.dragoman.config;

import dev.dragoman.config.YamlValue.Entry;
import dev.dragoman.config.YamlValue.Kind;
import dev.dragoman.config.YamlValue.Mapping;
import dev.dragoman.config.YamlValue.Scalar;
import dev.dragoman.config.YamlValue.Sequence;
import dev.dragoman.json.RawJson;
import dev.dragoman.json.Unicode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/** JSON made the same tree of values that YAML is made, so that one reader reads both. */
final class JsonTree {
  private static final int MAX_DEPTH = 64;

  private final JsonParser in;
  private final FaultList faults;

  private JsonTree(JsonParser in, FaultList faults) {
    this.in = in;
    this.faults = faults;
  }

  /**
   * The tree.
   *
   * @throws ConfigFaults when it is not JSON; lesser faults go to {@code faults}
   */
  static YamlValue parse(RawJson json, FaultList faults) {
    try (JsonParser in = json.parser()) {
      in.nextToken();
      return new JsonTree(in, faults).value(Path.ROOT, 0);
    } catch (JacksonException _) {
      throw faults.last(Position.START, Path.ROOT, "is not JSON");
    }
  }

  private Position here() {
    TokenStreamLocation at = in.currentTokenLocation();
    return new Position(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }

  private YamlValue value(Path path, int depth) {
    Position at = here();
    if (depth > MAX_DEPTH) {
      throw faults.last(at, path, "lies more than 64 levels deep");
    }
    return switch (in.currentToken()) {
      case START_OBJECT -> mapping(at, path, depth);
      case START_ARRAY -> sequence(at, path, depth);
      case VALUE_STRING -> Scalar.text(at, Unicode.wellFormed(in.getString()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(at, path, in.getString());
      case VALUE_TRUE, VALUE_FALSE -> new Scalar(at, Kind.BOOLEAN, in.getString(), null);
      default -> new Scalar(at, Kind.NULL, "", null);
    };
  }

  private Scalar number(Position at, Path path, String text) {
    BigDecimal number = YamlNumber.decimal(text);
    if (number == null) {
      faults.add(at, path, "is no number that can be read");
      return Scalar.text(at, text);
    }
    return new Scalar(at, Kind.NUMBER, text, number);
  }

  private Mapping mapping(Position at, Path path, int depth) {
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String key = Unicode.wellFormed(in.currentName());
      Position keyAt = here();
      in.nextToken();
      Path inner = path.key(key);
      if (entries.putIfAbsent(key, new Entry(keyAt, value(inner, depth + 1))) != null) {
        faults.add(keyAt, inner, "is here twice");
      }
    }
    return new Mapping(at, entries);
  }

  private Sequence sequence(Position at, Path path, int depth) {
    List<YamlValue> items = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(path.index(items.size()), depth + 1));
    }
    return new Sequence(at, items);
  }
}
