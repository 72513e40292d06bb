package dev.dragoman.config;

import dev.dragoman.config.YamlValue.Kind;
import dev.dragoman.config.YamlValue.Mapping;
import dev.dragoman.config.YamlValue.Scalar;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.provider.Prices;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of the file read field by field. Every reader gives null for a field that is absent,
 * null or wrong, and what is wrong goes to the faults. Only {@link #secret} and {@code written}
 * leave {@code os.environ/NAME} as it is; the others read the variable.
 */
record Fields(Mapping mapping, Path path, Variables variables, FaultList faults) {
  private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(1_000_000_000);

  /** A scalar as it was written. */
  @Nullable Scalar written(String name) {
    YamlValue value = mapping.value(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Scalar scalar)) {
      faults.add(value.at(), path.key(name), "must be a single value");
      return null;
    }
    if (!Variables.isWellFormed(scalar.text())) {
      faults.add(scalar.at(), path.key(name), Variables.BAD_NAME);
      return null;
    }
    return scalar;
  }

  /** A scalar with the variable it names put in its place. */
  @Nullable Scalar resolved(String name) {
    Scalar scalar = written(name);
    if (scalar == null || !Variables.isReference(scalar.text())) {
      return scalar;
    }
    String variable = Variables.name(scalar.text());
    String value = variables.value(variable);
    if (value == null) {
      faults.add(
          scalar.at(), path.key(name), "the environment variable " + variable + " is not set");
      return null;
    }
    return Scalar.text(scalar.at(), value);
  }

  /** Text; a number or a date is taken as it was written. */
  @Nullable String text(String name) {
    return text(name, resolved(name));
  }

  /** Text with {@code os.environ/NAME} left as it is. */
  @Nullable String writtenText(String name) {
    return text(name, written(name));
  }

  /** Text that must be there and not blank. */
  @Nullable String requiredText(String name) {
    if (mapping.value(name) == null) {
      var entry = mapping.entries().get(name);
      faults.add(entry == null ? mapping.at() : entry.keyAt(), path.key(name), "is missing");
      return null;
    }
    Scalar scalar = resolved(name);
    String text = text(name, scalar);
    if (scalar != null && text != null && text.isBlank()) {
      faults.add(scalar.at(), path.key(name), "is empty");
      return null;
    }
    return text == null ? null : text.strip();
  }

  private @Nullable String text(String name, @Nullable Scalar scalar) {
    if (scalar == null) {
      return null;
    }
    if (scalar.kind() == Kind.BOOLEAN) {
      faults.add(scalar.at(), path.key(name), "must be text; put it in quotes");
      return null;
    }
    return scalar.text();
  }

  /** Where a secret stands; null also when the text is empty. */
  @Nullable SecretRef secret(String name) {
    String text = writtenText(name);
    return text == null || text.isEmpty() ? null : new SecretRef(text);
  }

  /** A number from 0 on, quoted or not. */
  @Nullable BigDecimal number(String name) {
    Scalar scalar = resolved(name);
    if (scalar == null) {
      return null;
    }
    BigDecimal number =
        scalar.number() != null ? scalar.number() : YamlNumber.decimal(scalar.text());
    if (number == null) {
      faults.add(scalar.at(), path.key(name), "must be a number");
      return null;
    }
    if (number.signum() < 0) {
      faults.add(scalar.at(), path.key(name), "must not be negative");
      return null;
    }
    return number;
  }

  /** A price in dollars that can be reckoned with. */
  @Nullable BigDecimal price(String name) {
    BigDecimal dollars = number(name);
    String wrong = dollars == null ? null : Prices.wrong(dollars);
    if (wrong != null) {
      fault(name, wrong);
      return null;
    }
    return dollars;
  }

  /** A whole number from 0 on that fits {@code long}. */
  @Nullable Long whole(String name) {
    return whole(name, Long.MAX_VALUE);
  }

  /** A whole number of tokens, at least 1. */
  @Nullable Integer tokens(String name) {
    Long count = whole(name, Integer.MAX_VALUE);
    if (count != null && count == 0) {
      faults.add(place(name), path.key(name), "must be more than 0");
      return null;
    }
    return count == null ? null : count.intValue();
  }

  private @Nullable Long whole(String name, long most) {
    BigDecimal number = number(name);
    if (number == null) {
      return null;
    }
    if (number.stripTrailingZeros().scale() > 0) {
      faults.add(place(name), path.key(name), "must be a whole number");
      return null;
    }
    if (number.compareTo(BigDecimal.valueOf(most)) > 0) {
      faults.add(place(name), path.key(name), "is too large");
      return null;
    }
    return number.longValue();
  }

  /** Seconds, perhaps with a fraction, as milliseconds, rounded up. */
  @Nullable Long millis(String name) {
    BigDecimal seconds = number(name);
    if (seconds == null) {
      return null;
    }
    if (seconds.signum() == 0 || seconds.compareTo(LONGEST_SECONDS) > 0) {
      String message = seconds.signum() == 0 ? "must be more than 0 seconds" : "is too large";
      faults.add(place(name), path.key(name), message);
      return null;
    }
    return seconds.movePointRight(3).setScale(0, RoundingMode.CEILING).longValue();
  }

  /** True or false, quoted or not. */
  @Nullable Boolean flag(String name) {
    Scalar scalar = resolved(name);
    if (scalar == null) {
      return null;
    }
    Boolean flag = scalar.flag();
    if (flag == null) {
      faults.add(scalar.at(), path.key(name), "must be true or false");
    }
    return flag;
  }

  /** Another mapping inside this one; null also when it is not a mapping, which is a fault. */
  @Nullable Fields inner(String name) {
    YamlValue value = mapping.value(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Mapping inner)) {
      faults.add(value.at(), path.key(name), "must be a mapping of names to values");
      return null;
    }
    return new Fields(inner, path.key(name), variables, faults);
  }

  /** The same, with nothing in it where there is none. */
  Fields innerOrEmpty(String name) {
    Fields inner = inner(name);
    return inner != null
        ? inner
        : new Fields(
            new Mapping(place(name), new LinkedHashMap<>()), path.key(name), variables, faults);
  }

  /** Where a value stands, else where its mapping does. */
  Position place(String name) {
    YamlValue value = mapping.value(name);
    return value == null ? mapping.at() : value.at();
  }

  /** Adds a fault of a field. */
  void fault(String name, String message) {
    faults.add(place(name), path.key(name), message);
  }
}
