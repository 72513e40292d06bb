package dev.dragoman.config;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.RouterSettings;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What LiteLLM's {@code config.yaml} says, in this gateway's records. Its text form names what
 * there is and shows no values, since any setting may hold a secret.
 *
 * @param deployments the entries of {@code model_list}, in order
 * @param routing how requests go to them: {@code router_settings}, then {@code litellm_settings}
 * @param policy what the operator sets for all callers, by name, as JSON: of {@code
 *     general_settings} and {@code litellm_settings}
 * @param masterKey from {@code general_settings} or {@code litellm_settings}; null for none
 * @param environment the variables the file sets itself; they go before those of the process
 *     wherever {@code os.environ/NAME} stands
 * @param routerSettings {@code router_settings} by name, as JSON
 * @param litellmSettings {@code litellm_settings} by name, as JSON, without the master key
 * @param generalSettings {@code general_settings} by name, as JSON, without the master key
 * @param warnings what has no meaning here, and what does nothing yet: a sentence each
 */
public record GatewayConfig(
    List<Deployment> deployments,
    RouterSettings routing,
    Map<String, RawJson> policy,
    @Nullable SecretRef masterKey,
    Map<String, SecretRef> environment,
    Map<String, RawJson> routerSettings,
    Map<String, RawJson> litellmSettings,
    Map<String, RawJson> generalSettings,
    List<String> warnings) {

  public GatewayConfig {
    deployments = List.copyOf(deployments);
    policy = Map.copyOf(policy);
    environment = Map.copyOf(environment);
    routerSettings = Map.copyOf(routerSettings);
    litellmSettings = Map.copyOf(litellmSettings);
    generalSettings = Map.copyOf(generalSettings);
    warnings = List.copyOf(warnings);
  }

  /**
   * The deployments, what is said of routing, and what is set for all callers; the latter with its
   * {@code revision}, by which a budget that was changed is told from the one before.
   */
  public Configured configured(Instant setAt) {
    Map<String, RawJson> revised = new HashMap<>(policy);
    if (!policy.isEmpty()) {
      revised.put("revision", RawJson.of(Long.toString(setAt.toEpochMilli())));
    }
    return new Configured(deployments, routing, revised);
  }

  /** The same without a revision. */
  public Configured configured() {
    return new Configured(deployments, routing, policy);
  }

  @Override
  public String toString() {
    return "GatewayConfig[deployments="
        + deployments.stream().map(Deployment::id).toList()
        + ", policy="
        + policy.keySet()
        + ", masterKey="
        + masterKey
        + ", environment="
        + environment.keySet()
        + ", routerSettings="
        + routerSettings.keySet()
        + ", litellmSettings="
        + litellmSettings.keySet()
        + ", generalSettings="
        + generalSettings.keySet()
        + ", warnings="
        + warnings
        + "]";
  }
}
