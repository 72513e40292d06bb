package dev.dragoman.provider;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.RawJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One way to serve a model name: a provider's model at an address with a key. Several deployments
 * can share a name. It is what an entry of LiteLLM's {@code model_list} becomes.
 *
 * @param id unique and stable: {@code model_info.id}, else derived from the entry
 * @param modelName the name clients ask for
 * @param provider the provider as LiteLLM spells it: {@code openai}, {@code groq} ...
 * @param model the model as the provider knows it
 * @param apiBase the address that stands in for the provider's own, without a trailing slash
 * @param apiKey where the key stands; null for the provider's usual variable, or none
 * @param headers sent with each request ({@code extra_headers})
 * @param timeoutMillis for the whole call ({@code timeout})
 * @param streamTimeoutMillis until the first content ({@code stream_timeout})
 * @param maxOutputTokens the cap on output tokens
 * @param contextWindow input and output tokens together
 * @param settings all other {@code litellm_params} and {@code model_info} entries, as JSON, by name
 * @param origin who made it
 */
public record Deployment(
    String id,
    String modelName,
    String provider,
    String model,
    @Nullable String apiBase,
    @Nullable SecretRef apiKey,
    Map<String, String> headers,
    @Nullable Long timeoutMillis,
    @Nullable Long streamTimeoutMillis,
    @Nullable Integer maxOutputTokens,
    @Nullable Integer contextWindow,
    Map<String, RawJson> settings,
    Origin origin) {

  /** Forms of API that a model's name can force. */
  public static final Set<String> FORMS =
      Set.of("chat", "responses", "messages", "converse", "invoke");

  /** Who made a deployment; a config that is pushed replaces only what came from a config. */
  public enum Origin {
    CONFIG,
    API,
    BUILT_IN
  }

  /** The setting that marks what came in a configuration that was sent to the management API. */
  public static final String SENT = "sent_to_api";

  public Deployment {
    headers = Map.copyOf(headers);
    settings = Map.copyOf(settings);
  }

  /** Whether it came by the management API, alone or in a configuration. */
  public boolean byApi() {
    return origin == Origin.API || flag(SENT);
  }

  /**
   * The form of the API that the model's name forces, as in {@code responses/gpt-5}: one of {@link
   * #FORMS}; empty if it forces none.
   */
  public String form() {
    int slash = model.indexOf('/');
    String form = slash < 0 ? "" : model.substring(0, slash);
    return FORMS.contains(form) ? form : "";
  }

  /** The model as the provider knows it, without the form. */
  public String upstreamModel() {
    String form = form();
    return form.isEmpty() ? model : model.substring(form.length() + 1);
  }

  /** The model that this really is: {@code model_info.base_model}, else the provider's name. */
  public String baseModel() {
    String base = text("base_model");
    return base == null ? upstreamModel() : base;
  }

  /** A setting that is a string; null if it is not set, or no string. */
  public @Nullable String text(String setting) {
    RawJson value = settings.get(setting);
    if (value == null) {
      return null;
    }
    try (JsonParser in = value.parser()) {
      return in.nextToken() == JsonToken.VALUE_STRING ? in.getString() : null;
    }
  }

  /** Whether a setting is {@code true}. */
  public boolean flag(String setting) {
    RawJson value = settings.get(setting);
    return value != null && value.toString().equals("true");
  }

  /** The texts of a setting that is a list of them; empty if it is not set. */
  public List<String> texts(String setting) {
    RawJson value = settings.get(setting);
    if (value == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    try (JsonParser in = value.parser()) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          texts.add(in.getString());
        }
      }
    }
    return texts;
  }

  /** What it is, without headers and settings: their values may be secret. */
  @Override
  public String toString() {
    return "Deployment[" + id + ", " + modelName + " -> " + provider + "/" + model + "]";
  }

  /** A deployment with nothing set but what it must have. */
  public static Deployment of(String modelName, String provider, String model) {
    return new Deployment(
        modelName + ":" + provider + "/" + model,
        modelName,
        provider,
        model,
        null,
        null,
        Map.of(),
        null,
        null,
        null,
        null,
        Map.of(),
        Origin.CONFIG);
  }

  /** The same at another address with another key. */
  public Deployment at(String base, @Nullable SecretRef key) {
    return with(base, key, settings, origin);
  }

  /** The same with these settings where it has none of its own. */
  public Deployment withDefaults(Map<String, RawJson> defaults) {
    if (settings.keySet().containsAll(defaults.keySet())) {
      return this;
    }
    Map<String, RawJson> all = new HashMap<>(defaults);
    all.putAll(settings);
    return with(apiBase, apiKey, all, origin);
  }

  /** The same, made by another. */
  public Deployment from(Origin other) {
    return with(apiBase, apiKey, settings, other);
  }

  /** The same deployment asked for another model, under that model's name. */
  public Deployment as(String otherName, String otherModel) {
    return new Deployment(
        id,
        otherName,
        provider,
        otherModel,
        apiBase,
        apiKey,
        headers,
        timeoutMillis,
        streamTimeoutMillis,
        maxOutputTokens,
        contextWindow,
        settings,
        origin);
  }

  private Deployment with(
      @Nullable String base, @Nullable SecretRef key, Map<String, RawJson> changed, Origin maker) {
    return new Deployment(
        id,
        modelName,
        provider,
        model,
        base,
        key,
        headers,
        timeoutMillis,
        streamTimeoutMillis,
        maxOutputTokens,
        contextWindow,
        changed,
        maker);
  }
}
