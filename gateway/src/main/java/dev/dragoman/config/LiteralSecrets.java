package dev.dragoman.config;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.RouterSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What of a configuration is, or may be, a secret that stands in it itself. */
public final class LiteralSecrets {
  private static final Pattern SECRET =
      Pattern.compile("key|secret|token|password|credential|authorization");

  /** Counts of tokens and prices for them are no secrets. */
  private static final Pattern COUNT = Pattern.compile("tokens|cost_per|per_token|_limit");

  private static final Pattern PASSWORD_IN_ADDRESS = Pattern.compile("://[^/\\s]*:[^/\\s]*@");

  /** Settings whose objects have names of models at first; any name may stand there. */
  private static final Set<String> BY_MODEL =
      Set.of(
          "fallbacks",
          "context_window_fallbacks",
          "content_policy_fallbacks",
          "model_group_alias",
          "model_group_retry_policy");

  private static final String MODEL = "a model";

  private static final Set<String> HARMLESS_HEADERS =
      Set.of("http-referer", "x-title", "user-agent", "openai-organization", "openai-project");

  private LiteralSecrets() {}

  /** The names of them, in words for a person. */
  public static List<String> in(Deployment deployment) {
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
          if (isSecret(name) && isLiteral(value)) {
            names.add(
                name.equals("search_api_key")
                    ? "the api_key in search_tools"
                    : name + " of " + deployment.modelName());
          }
        });
    return names;
  }

  /**
   * The same for router settings. None of them needs one, but some hold objects of any form, as
   * LiteLLM's fallbacks with an {@code api_key} of their own, and addresses, which can hold a
   * password.
   */
  public static List<String> in(RouterSettings settings) {
    List<String> names = new ArrayList<>();
    new TreeMap<>(settings.byName())
        .forEach((setting, value) -> {
          try (JsonParser in = value.parser()) {
            in.nextToken();
            collect(in, setting, setting, names);
          }
        });
    return names;
  }

  /**
   * Adds those of the value that {@code in} stands on.
   *
   * @param name the nearest name that the value stands under
   */
  private static void collect(JsonParser in, String setting, String name, List<String> names) {
    switch (in.currentToken()) {
      case START_OBJECT -> {
        while (in.nextToken() != JsonToken.END_OBJECT) {
          String field = in.currentName();
          in.nextToken();
          collect(in, setting, nearest(setting, name, field), names);
        }
      }
      case START_ARRAY -> {
        while (in.nextToken() != JsonToken.END_ARRAY) {
          collect(in, setting, name, names);
        }
      }
      case VALUE_STRING -> {
        String text = in.getString();
        boolean secret =
            PASSWORD_IN_ADDRESS.matcher(text).find()
                || ((isHeaders(name) || isSecret(name)) && isLiteral(text));
        if (secret) {
          names.add(name.equals(setting) ? name : name + " in " + setting);
        }
      }
      default -> {}
    }
  }

  /** What says of what stands in a field whether it is secret: not the name of a model. */
  private static String nearest(String setting, String name, String field) {
    boolean ofModel = name.equals(setting) && BY_MODEL.contains(setting);
    if (ofModel) {
      return MODEL;
    }
    return isHeaders(name) || isSecret(name) ? name : field;
  }

  private static boolean isHeaders(String name) {
    return name.endsWith("headers");
  }

  private static boolean isSecret(String name) {
    return SECRET.matcher(name).find() && !COUNT.matcher(name).find();
  }

  private static boolean isLiteral(String text) {
    return !text.isEmpty() && new SecretRef(text).kind() == SecretRef.Kind.LITERAL;
  }

  private static boolean isLiteral(RawJson value) {
    String json = value.toString();
    boolean text = json.startsWith("\"") && json.length() > 2;
    return value.isObject()
        || (text && new SecretRef(json.substring(1)).kind() == SecretRef.Kind.LITERAL);
  }
}
