package dev.dragoman.local;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What of a deployment is, or may be, a secret that stands in the configuration itself. */
final class LiteralSecrets {
  private static final Pattern SECRET =
      Pattern.compile("key|secret|token|password|credential|authorization");

  /** Counts of tokens and prices for them are no secrets. */
  private static final Pattern COUNT = Pattern.compile("tokens|cost_per|per_token|_limit");

  private static final Set<String> HARMLESS_HEADERS =
      Set.of("http-referer", "x-title", "user-agent", "openai-organization", "openai-project");

  private LiteralSecrets() {}

  /** The names of them, in words for a person. */
  static List<String> in(Deployment deployment) {
    List<String> names = new ArrayList<>();
    SecretRef key = deployment.apiKey();
    if (key != null && key.kind() == SecretRef.Kind.LITERAL) {
      names.add("the api_key of " + deployment.modelName());
    }
    deployment
        .headers()
        .forEach((name, value) -> {
          boolean literal = new SecretRef(value).kind() == SecretRef.Kind.LITERAL;
          if (literal && !HARMLESS_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            names.add("the header " + name + " of " + deployment.modelName());
          }
        });
    deployment
        .settings()
        .forEach((name, value) -> {
          boolean named = SECRET.matcher(name).find() && !COUNT.matcher(name).find();
          if (named && isLiteral(value)) {
            names.add(
                name.equals("search_api_key")
                    ? "the api_key in search_tools"
                    : name + " of " + deployment.modelName());
          }
        });
    return names;
  }

  private static boolean isLiteral(RawJson value) {
    String json = value.toString();
    boolean text = json.startsWith("\"") && json.length() > 2;
    return value.isObject()
        || (text && new SecretRef(json.substring(1)).kind() == SecretRef.Kind.LITERAL);
  }
}
