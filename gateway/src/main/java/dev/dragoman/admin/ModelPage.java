package dev.dragoman.admin;

import dev.dragoman.config.ConfigReader;
import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import dev.dragoman.provider.ModelFacts;
import dev.dragoman.provider.Prices;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A deployment in LiteLLM's words: {@code litellm_params} and {@code model_info}, each by name.
 * References stand as they are, secrets masked.
 *
 * @param params as they would stand in an entry of {@code model_list}
 * @param info likewise
 */
record ModelPage(Map<String, RawJson> params, Map<String, RawJson> info) {
  /** Femto-dollars are prices. */
  private static final int PRICE_PLACES = 15;

  static ModelPage of(Deployment deployment) {
    Map<String, RawJson> params = new LinkedHashMap<>();
    Map<String, RawJson> info = new LinkedHashMap<>();
    text(params, "model", deployment.provider() + "/" + deployment.model());
    text(params, "api_base", deployment.apiBase());
    text(params, "api_key", deployment.apiKey() == null ? null : deployment.apiKey().value());
    if (!deployment.headers().isEmpty()) {
      params.put(
          "extra_headers",
          json(out -> {
            out.writeStartObject();
            new TreeMap<>(deployment.headers()).forEach(out::writeStringProperty);
            out.writeEndObject();
          }));
    }
    seconds(params, "timeout", deployment.timeoutMillis());
    seconds(params, "stream_timeout", deployment.streamTimeoutMillis());
    number(params, "max_tokens", deployment.maxOutputTokens());
    text(info, "id", deployment.id());
    number(info, "max_input_tokens", deployment.contextWindow());
    new TreeMap<>(deployment.settings())
        .forEach(
            (name, value) -> (ConfigReader.isParameter(name) ? params : info).put(name, value));
    info.remove(Deployment.SENT);
    return new ModelPage(params, info);
  }

  /** Writes both, without secrets. */
  void write(JsonGenerator out) {
    Masked.write("litellm_params", params, out);
    Masked.write("model_info", info, out);
  }

  /** Writes both, and in {@code model_info} what is known of the model beside what is set. */
  void write(Deployment deployment, ModelFacts facts, boolean whole, JsonGenerator out) {
    Map<String, RawJson> shown = new LinkedHashMap<>();
    if (whole) {
      shown.putAll(params);
    } else {
      shown.put("model", params.get("model"));
    }
    Masked.write("litellm_params", shown, out);
    Map<String, RawJson> known = new LinkedHashMap<>();
    known.put("id", RawJson.of("null"));
    known.put("db_model", RawJson.of(String.valueOf(deployment.origin() == Origin.API)));
    facts(known, deployment, facts);
    known.putAll(info);
    Masked.write("model_info", known, out);
  }

  /** What LiteLLM says of a model; null where nobody knows. */
  static void facts(Map<String, RawJson> to, Deployment deployment, ModelFacts facts) {
    Prices.Rates prices = facts.prices().base();
    text(to, "key", deployment.baseModel());
    text(to, "litellm_provider", deployment.provider());
    text(to, "mode", "chat");
    Integer output = least(deployment.maxOutputTokens(), facts.maxOutputTokens());
    to.put("max_tokens", numberOrNull(output));
    to.put(
        "max_input_tokens", numberOrNull(first(deployment.contextWindow(), facts.contextWindow())));
    to.put("max_output_tokens", numberOrNull(output));
    to.put("input_cost_per_token", price(prices.input()));
    to.put("output_cost_per_token", price(prices.output()));
    to.put("cache_read_input_token_cost", price(prices.cacheRead()));
    to.put("cache_creation_input_token_cost", price(prices.cacheWrite()));
    ability(to, "supports_function_calling", facts, "tools");
    ability(to, "supports_vision", facts, "images");
    ability(to, "supports_pdf_input", facts, "pdf");
    ability(to, "supports_reasoning", facts, "reasoning");
  }

  private static void ability(
      Map<String, RawJson> to, String name, ModelFacts facts, String ability) {
    boolean has = facts.abilities().contains(ability);
    boolean lacks = facts.abilities().contains("no-" + ability);
    to.put(name, RawJson.of(has ? "true" : lacks ? "false" : "null"));
  }

  private static void text(Map<String, RawJson> to, String name, @Nullable String value) {
    if (value != null) {
      to.put(name, json(out -> out.writeString(value)));
    }
  }

  private static void number(Map<String, RawJson> to, String name, @Nullable Integer value) {
    if (value != null) {
      to.put(name, RawJson.of(value.toString()));
    }
  }

  private static RawJson numberOrNull(@Nullable Integer value) {
    return RawJson.of(String.valueOf(value));
  }

  private static RawJson price(@Nullable Long femto) {
    return RawJson.of(
        femto == null
            ? "null"
            : BigDecimal.valueOf(femto, PRICE_PLACES).stripTrailingZeros().toPlainString());
  }

  private static void seconds(Map<String, RawJson> to, String name, @Nullable Long millis) {
    if (millis != null) {
      to.put(name, RawJson.of(BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString()));
    }
  }

  private static @Nullable Integer first(@Nullable Integer a, @Nullable Integer b) {
    return a == null ? b : a;
  }

  private static @Nullable Integer least(@Nullable Integer a, @Nullable Integer b) {
    return a == null ? b : b == null ? a : Integer.valueOf(Math.min(a, b));
  }

  private static RawJson json(Consumer<JsonGenerator> writing) {
    return RawJson.of(Json.text(writing));
  }
}
