package dev.dragoman.routing;

import dev.dragoman.provider.Deployment;
import java.util.List;

/**
 * The port to where model mappings are kept. Each method is one unit: it happens whole, or throws
 * {@link java.io.UncheckedIOException} (the store cannot be reached now) and may be repeated.
 */
public interface Mappings {
  /** All deployments, by model name and then by id. */
  List<Deployment> load();

  /** Adds a deployment, or replaces the one with its id. */
  void put(Deployment deployment);

  /** Removes the deployment with this id; false if there was none. */
  boolean remove(String id);

  /**
   * Makes {@code deployments} all that came from a config: those of an earlier config that are not
   * among them go, those made otherwise stay. Readers never see fewer than the union of what stays.
   */
  void replaceConfig(List<Deployment> deployments);
}
