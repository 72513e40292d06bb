package dev.dragoman.routing;

import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import java.util.List;
import java.util.Map;

/**
 * What is configured: the deployments there are, how requests go to them, and what the operator
 * sets for all callers.
 *
 * @param deployments by model name and then by id
 * @param policy the settings of the last kind as they were written, by LiteLLM's names, as JSON;
 *     what they mean is not for routing
 */
public record Configured(
    List<Deployment> deployments, RouterSettings settings, Map<String, RawJson> policy) {
  public Configured {
    deployments = List.copyOf(deployments);
    policy = Map.copyOf(policy);
  }

  /** The same where nothing is set for all callers. */
  public Configured(List<Deployment> deployments, RouterSettings settings) {
    this(deployments, settings, Map.of());
  }

  /** Deployments under the settings that stand where nobody set any. */
  public static Configured of(List<Deployment> deployments) {
    return new Configured(deployments, RouterSettings.DEFAULT);
  }
}
