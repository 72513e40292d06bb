package dev.dragoman.config;

import dev.dragoman.config.YamlValue.Entry;
import dev.dragoman.config.YamlValue.Kind;
import dev.dragoman.config.YamlValue.Scalar;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The headers of a deployment: {@code extra_headers}, and {@code organization} as OpenAI's {@code
 * OpenAI-Organization} unless that is given. A value may hold a secret, so {@code os.environ/NAME}
 * stays as it is.
 */
final class Headers {
  private static final String ORGANIZATION = "OpenAI-Organization";
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\xa0-\\xff]*");

  private Headers() {}

  static Map<String, String> read(Fields params, String provider) {
    TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Fields extra = params.innerOrEmpty("extra_headers");
    extra.mapping().entries().forEach((name, entry) -> add(headers, extra, name, entry));
    Scalar organization = provider.equals("openai") ? params.written("organization") : null;
    if (organization != null) {
      if (VALUE.matcher(organization.text()).matches()) {
        headers.putIfAbsent(ORGANIZATION, organization.text());
      } else {
        params.fault("organization", "cannot be the value of a header");
      }
    }
    return new HashMap<>(headers);
  }

  private static void add(Map<String, String> headers, Fields extra, String name, Entry entry) {
    Path path = extra.path();
    if (!NAME.matcher(name).matches()) {
      extra.faults().add(entry.keyAt(), path, "holds a key that cannot be the name of a header");
    } else if (headers.containsKey(name)) {
      extra.faults().add(entry.keyAt(), path, "holds the same header twice");
    } else if (!(entry.value() instanceof Scalar scalar)
        || scalar.kind() == Kind.NULL
        || !VALUE.matcher(scalar.text()).matches()) {
      extra.faults().add(entry.value().at(), path, "holds a value that cannot be one of a header");
    } else if (!Variables.isWellFormed(scalar.text())) {
      extra.faults().add(scalar.at(), path, Variables.BAD_NAME);
    } else {
      headers.put(name, scalar.text());
    }
  }
}
