package dev.dragoman.routing;

import dev.dragoman.provider.Deployment;

/**
 * The port to where model mappings are kept. Each method is one unit: it happens whole, or throws
 * {@link java.io.UncheckedIOException} (the store cannot be reached now) and may be repeated.
 */
public interface Mappings {
  /** All that is configured, read in one round trip. */
  Configured load();

  /** Adds a deployment, or replaces the one with its id. */
  void put(Deployment deployment);

  /** Removes the deployment with this id; false if there was none. */
  boolean remove(String id);

  /**
   * Makes {@code config} all that came from a config: deployments of an earlier one that are not
   * among its own go, those made otherwise stay; its settings are those in force. Readers never see
   * fewer than the union of what stays.
   */
  void replaceConfig(Configured config);
}
