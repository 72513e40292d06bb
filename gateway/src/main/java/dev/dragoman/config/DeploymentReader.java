package dev.dragoman.config;

import dev.dragoman.config.ProviderNames.Named;
import dev.dragoman.config.YamlValue.Entry;
import dev.dragoman.config.YamlValue.Mapping;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code model_list} made a deployment.
 *
 * <p>Token limits: the output cap is the least of {@code litellm_params.max_tokens} and {@code
 * model_info.max_output_tokens}. The context window is {@code model_info.max_input_tokens}: for
 * most models of LiteLLM's price list that is the whole window, and where output comes on top of it
 * the window is understated, so that a client compacts early and never late. {@code
 * model_info.max_tokens} is LiteLLM's older name for either: the output limit when no other is
 * given, the window when it exceeds that limit and there is no {@code max_input_tokens}.
 */
final class DeploymentReader {
  private static final Set<String> TYPED =
      Set.of(
          "model",
          "custom_llm_provider",
          "api_base",
          "base_url",
          "api_key",
          "extra_headers",
          "timeout",
          "stream_timeout",
          "max_tokens");

  /** The organization has become a header. */
  private static final Set<String> TYPED_OF_OPENAI =
      Stream.concat(TYPED.stream(), Stream.of("organization")).collect(Collectors.toSet());

  private static final Set<String> TYPED_INFO =
      Set.of("id", "max_tokens", "max_input_tokens", "max_output_tokens");
  private static final Set<String> ENTRY = Set.of("model_name", "litellm_params", "model_info");

  private final ProviderNames providers;
  private final Variables variables;
  private final ProviderDefaults defaults;
  private final FaultList faults;
  private final Unused unused;
  private final DeploymentIds ids;

  DeploymentReader(
      ProviderNames providers,
      Variables variables,
      FaultList faults,
      Unused unused,
      DeploymentIds ids) {
    this.providers = providers;
    this.variables = variables;
    this.defaults = new ProviderDefaults(variables);
    this.faults = faults;
    this.unused = unused;
    this.ids = ids;
  }

  /** What stands at {@code path}; null when it has a fault. */
  @Nullable Deployment read(YamlValue value, Path path) {
    if (!(value instanceof Mapping mapping)) {
      faults.add(value.at(), path, "must be a mapping with model_name and litellm_params");
      return null;
    }
    int before = faults.size();
    mapping.entries().keySet().stream()
        .filter(key -> !ENTRY.contains(key))
        .forEach(key -> unused.add("model_list", key));
    Fields entry = new Fields(mapping, path, variables, faults);
    String modelName = entry.requiredText("model_name");
    Fields info = entry.innerOrEmpty("model_info");
    String id = ids.of(entry, info);
    Fields params = params(entry);
    if (params == null) {
      return null;
    }
    Named named = named(params);
    Deployment deployment =
        deployment(
            id,
            modelName == null ? "" : modelName,
            named == null ? new Named("", "") : named,
            params,
            info);
    return faults.size() == before ? deployment : null;
  }

  private @Nullable Fields params(Fields entry) {
    Mapping mapping = entry.mapping();
    if (mapping.value("litellm_params") != null) {
      return entry.inner("litellm_params");
    }
    Entry there = mapping.entries().get("litellm_params");
    Position at = there == null ? mapping.at() : there.keyAt();
    String message = there == null ? "is missing" : "is empty";
    if (mapping.value("model") != null) {
      message += "; indent \"model\" and what follows it under litellm_params";
    }
    faults.add(at, entry.path().key("litellm_params"), message);
    return null;
  }

  private @Nullable Named named(Fields params) {
    String model = params.requiredText("model");
    String custom = params.text("custom_llm_provider");
    if (model == null) {
      return null;
    }
    boolean hasAddress =
        params.mapping().value("api_base") != null || params.mapping().value("base_url") != null;
    if (custom != null && !providers.known().contains(custom)) {
      params.fault("custom_llm_provider", providers.unknown(custom));
      return null;
    }
    if (custom == null && model.equals("*")) {
      unused.say("A model that is only * is taken for openai/*; name the provider of any other.");
    }
    Named named =
        custom == null ? providers.split(model, hasAddress) : ProviderNames.under(custom, model);
    if (named == null) {
      params.fault("model", providers.unknown(model.substring(0, model.indexOf('/'))));
    } else if (named.model().isBlank()) {
      params.fault("model", "names a provider but no model");
      return null;
    }
    return named;
  }

  private Deployment deployment(
      String id, String modelName, Named named, Fields params, Fields info) {
    String written = written(params, named);
    String apiBase = apiBase(params, written, named.provider());
    SecretRef given = params.secret("api_key");
    SecretRef apiKey = given == null ? defaults.apiKey(named.provider()) : given;
    Long timeout = params.millis("timeout");
    Long streamTimeout = params.millis("stream_timeout");
    Integer legacy = info.tokens("max_tokens");
    Integer stated = info.tokens("max_output_tokens");
    Integer limit = stated == null ? legacy : stated;
    Integer input = info.tokens("max_input_tokens");
    boolean legacyIsWindow = legacy != null && stated != null && legacy > stated;
    Map<String, String> headers = Headers.read(params, named.provider());
    Settings settings = new Settings();
    settings.addParameters(
        params, named.provider().equals("openai") ? TYPED_OF_OPENAI : TYPED, unused);
    settings.addModelInfo(info, TYPED_INFO);
    String version = AzureAddress.version(written, named.provider());
    if (version != null) {
      settings.byName().putIfAbsent("api_version", ProviderDefaults.text(version));
    }
    defaults.complete(named.provider(), apiKey, settings.byName());
    return new Deployment(
        id,
        modelName,
        named.provider(),
        named.model(),
        apiBase,
        apiKey,
        headers,
        timeout,
        streamTimeout,
        least(params.tokens("max_tokens"), limit),
        input == null && legacyIsWindow ? legacy : input,
        settings.byName(),
        Origin.CONFIG);
  }

  private static @Nullable Integer least(@Nullable Integer a, @Nullable Integer b) {
    return a == null ? b : b == null ? a : Integer.valueOf(Math.min(a, b));
  }

  private @Nullable String apiBase(Fields params, @Nullable String address, String provider) {
    if (address == null || address.isBlank()) {
      return null;
    }
    String base = AzureAddress.base(address.strip(), provider);
    String wrong = WebAddress.wrong(base);
    if (wrong != null) {
      params.fault(addressName(params), wrong);
      return null;
    }
    return WebAddress.trimmed(base);
  }

  private static String addressName(Fields params) {
    return params.mapping().value("api_base") == null ? "base_url" : "api_base";
  }

  private @Nullable String written(Fields params, Named named) {
    String address = params.text(addressName(params));
    return address == null ? defaults.apiBase(named.provider(), named.model()) : address;
  }
}
