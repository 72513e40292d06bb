package dev.dragoman.routing;

import dev.dragoman.provider.Deployment;
import java.util.List;

/**
 * What is configured: the deployments there are, and how requests go to them.
 *
 * @param deployments by model name and then by id
 */
public record Configured(List<Deployment> deployments, RouterSettings settings) {
  public Configured {
    deployments = List.copyOf(deployments);
  }

  /** Deployments under the settings that stand where nobody set any. */
  public static Configured of(List<Deployment> deployments) {
    return new Configured(deployments, RouterSettings.DEFAULT);
  }
}
