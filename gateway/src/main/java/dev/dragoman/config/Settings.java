package dev.dragoman.config;

import dev.dragoman.config.Known.ParameterType;
import dev.dragoman.config.YamlValue.Mapping;
import dev.dragoman.config.YamlValue.Scalar;
import dev.dragoman.config.YamlValue.Sequence;
import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a deployment as JSON by name. Numbers and flags are checked; a variable that they
 * or plain texts name is read. Secrets and everything nested keep {@code os.environ/NAME}. What
 * {@code litellm_params} says goes before {@code model_info}.
 */
final class Settings {
  /** LiteLLM takes these names for the same things. */
  private static final Map<String, String> OTHER_SPELLINGS =
      Map.of(
          "vertex_ai_project", "vertex_project",
          "vertex_ai_location", "vertex_location",
          "vertex_ai_credentials", "vertex_credentials");

  private static final Map<String, ParameterType> FOR_ALL =
      Map.of(
          "drop_params", ParameterType.FLAG,
          "modify_params", ParameterType.FLAG,
          "reasoning_auto_summary", ParameterType.FLAG,
          "additional_drop_params", ParameterType.TEXTS);

  private final Map<String, RawJson> settings = new HashMap<>();

  Map<String, RawJson> byName() {
    return settings;
  }

  /** Adds {@code litellm_params}; one that changes nothing here is kept too, and named. */
  void addParameters(Fields params, Set<String> except, Unused unused) {
    for (String name : params.mapping().entries().keySet()) {
      if (except.contains(name)) {
        continue;
      }
      String usual = OTHER_SPELLINGS.getOrDefault(name, name);
      if (!usual.equals(name) && params.mapping().value(usual) != null) {
        continue;
      }
      ParameterType type = Known.parameter(usual);
      if (type == null) {
        unused.add("litellm_params", name);
      } else if (!Known.isRead(usual)) {
        unused.addIdle("litellm_params", name);
      }
      add(params, name, usual, type == null ? ParameterType.ANY : type);
    }
  }

  /** Adds {@code model_info}, in which LiteLLM allows any names. */
  void addModelInfo(Fields info, Set<String> except) {
    for (String name : info.mapping().entries().keySet()) {
      if (!except.contains(name)) {
        add(info, name, name, Known.modelInfo(name));
      }
    }
  }

  /**
   * What {@code litellm_settings} says of every deployment's requests; a deployment's own goes
   * before.
   */
  static Map<String, RawJson> forAll(Fields litellm) {
    Settings all = new Settings();
    FOR_ALL.forEach((name, type) -> all.add(litellm, name, name, type));
    return all.byName();
  }

  private void add(Fields fields, String name, String as, ParameterType type) {
    if (fields.mapping().value(name) != null) {
      RawJson json = json(fields, name, type);
      if (json != null) {
        settings.putIfAbsent(as, json);
      }
    }
  }

  private static @Nullable RawJson json(Fields fields, String name, ParameterType type) {
    return switch (type) {
      case NUMBER -> {
        BigDecimal number = fields.number(name);
        yield number == null ? null : RawJson.of(number.toString());
      }
      case PRICE -> {
        BigDecimal price = fields.price(name);
        yield price == null ? null : RawJson.of(price.toString());
      }
      case PRICES -> prices(fields, name);
      case WHOLE -> {
        Long whole = fields.whole(name);
        yield whole == null ? null : RawJson.of(whole.toString());
      }
      case FLAG -> {
        Boolean flag = fields.flag(name);
        yield flag == null ? null : RawJson.of(flag.toString());
      }
      case TEXT, SECRET -> {
        String text = type == ParameterType.TEXT ? fields.text(name) : fields.writtenText(name);
        yield text == null ? null : RawJson.of(Json.text(out -> out.writeString(text)));
      }
      case TEXTS -> texts(fields, name);
      case ANY -> any(fields, name);
    };
  }

  private static @Nullable RawJson prices(Fields fields, String name) {
    if (!(fields.mapping().value(name) instanceof Mapping)) {
      return json(fields, name, ParameterType.PRICE);
    }
    Fields inner = fields.innerOrEmpty(name);
    return RawJson.of(
        Json.text(out -> {
          out.writeStartObject();
          for (String each : inner.mapping().entries().keySet()) {
            BigDecimal price = inner.price(each);
            if (price != null) {
              out.writeName(each);
              out.writeNumber(price);
            }
          }
          out.writeEndObject();
        }));
  }

  private static @Nullable RawJson texts(Fields fields, String name) {
    if (fields.mapping().value(name) instanceof Sequence list
        && list.items().stream().allMatch(item -> item instanceof Scalar && !item.isNull())) {
      return RawJson.of(
          Json.text(out -> {
            out.writeStartArray();
            list.items().forEach(item -> out.writeString(((Scalar) item).text()));
            out.writeEndArray();
          }));
    }
    fields.fault(name, "must be a list of texts");
    return null;
  }

  private static @Nullable RawJson any(Fields fields, String name) {
    YamlValue value = fields.mapping().value(name);
    if (value == null) {
      return null;
    }
    checkReferences(value, fields.path().key(name), fields.faults());
    return value.json();
  }

  /** Adds a fault for each {@code os.environ/} in a value that names no variable. */
  static void checkReferences(YamlValue value, Path path, FaultList faults) {
    switch (value) {
      case Scalar scalar -> {
        if (!Variables.isWellFormed(scalar.text())) {
          faults.add(scalar.at(), path, Variables.BAD_NAME);
        }
      }
      case Sequence list -> {
        for (int i = 0; i < list.items().size(); i++) {
          checkReferences(list.items().get(i), path.index(i), faults);
        }
      }
      case Mapping mapping ->
          mapping
              .entries()
              .forEach((key, entry) -> checkReferences(entry.value(), path.key(key), faults));
    }
  }
}
