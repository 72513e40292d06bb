package dev.dragoman.provider;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.RawJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /** Who made a deployment; a config that is pushed replaces only what came from a config. */
  public enum Origin {
    CONFIG,
    API,
    BUILT_IN
  }

  public Deployment {
    headers = Map.copyOf(headers);
    settings = Map.copyOf(settings);
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
        settings,
        origin);
  }

  /** The same, made by another. */
  public Deployment from(Origin other) {
    return new Deployment(
        id,
        modelName,
        provider,
        model,
        apiBase,
        apiKey,
        headers,
        timeoutMillis,
        streamTimeoutMillis,
        maxOutputTokens,
        contextWindow,
        settings,
        other);
  }
}
