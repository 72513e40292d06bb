package dev.dragoman.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of one command: {@code --name value}, {@code --name=value} or a bare {@code --flag},
 * with one dash or two. An unknown name or a missing value is a {@link UsageException}.
 */
final class Options {
  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  static Options parse(Iterable<String> args, Set<String> valued, Set<String> flags) {
    var values = new LinkedHashMap<String, String>();
    var rest = args.iterator();
    while (rest.hasNext()) {
      String arg = rest.next();
      if (!arg.startsWith("-")) {
        throw new UsageException("what is '" + arg + "'? options begin with a dash");
      }
      int equals = arg.indexOf('=');
      String name = (equals < 0 ? arg : arg.substring(0, equals)).replaceFirst("^--?", "");
      if (flags.contains(name) && equals < 0) {
        values.put(name, "true");
      } else if (!valued.contains(name)) {
        throw new UsageException("unknown option " + arg);
      } else if (equals >= 0) {
        values.put(name, arg.substring(equals + 1));
      } else if (rest.hasNext()) {
        values.put(name, rest.next());
      } else {
        throw new UsageException(arg + " needs a value");
      }
    }
    return new Options(values);
  }

  /** The options that one JSON object stands for, its keys being their names. */
  static Options of(Map<String, @Nullable Object> json) {
    var values = new LinkedHashMap<String, String>();
    json.forEach((name, value) -> {
      if (value != null) {
        values.put(name, value.toString());
      }
    });
    return new Options(values);
  }

  @Nullable String text(String name) {
    return values.get(name);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  boolean flag(String name) {
    return Boolean.parseBoolean(values.get(name));
  }

  /** A whole number of at least {@code least}. */
  int whole(String name, int least, int otherwise) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException(
        "--" + name + " must be a whole number of at least " + least + ", not '" + value + "'");
  }
}
