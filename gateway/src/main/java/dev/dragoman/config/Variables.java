package dev.dragoman.config;

import dev.dragoman.credential.SecretRef;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables that {@code os.environ/NAME} can name: those the file sets itself in {@code
 * environment_variables}, then those of the process.
 */
record Variables(Map<String, SecretRef> own, Function<String, @Nullable String> process) {
  private static final String REFERENCE = "os.environ/";

  /** What AWS Lambda and POSIX take; it also keeps a pasted secret from passing for a name. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  static final String BAD_NAME =
      "\"os.environ/\" must be followed by the name of an environment variable";

  static boolean isReference(String text) {
    return text.startsWith(REFERENCE);
  }

  /** Whether this names a variable, or is no reference at all. */
  static boolean isWellFormed(String text) {
    return !isReference(text) || isName(name(text));
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The variable that a reference names. */
  static String name(String reference) {
    return reference.substring(REFERENCE.length());
  }

  /** The variable's value; null when it is not set or stands in a secret store. */
  @Nullable String value(String name) {
    SecretRef set = own.get(name);
    if (set == null) {
      return process.apply(name);
    }
    return switch (set.kind()) {
      case LITERAL -> set.value();
      case ENVIRONMENT -> process.apply(set.name());
      case SSM, SECRETS_MANAGER -> null;
    };
  }

  @Override
  public String toString() {
    return "Variables" + own.keySet();
  }
}
