package dev.dragoman.routing;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import java.util.List;
import java.util.random.RandomGenerator;

/** Plans where a request goes: one of the deployments of its model's name, by chance. */
public final class Router {
  private final MappingCache mappings;
  private final RandomGenerator random;

  public Router(MappingCache mappings, RandomGenerator random) {
    this.mappings = mappings;
    this.random = random;
  }

  /**
   * The deployment to ask.
   *
   * @throws dev.dragoman.messages.ApiException {@code not_found_error} if no deployment has the
   *     name
   */
  public Deployment plan(String model) {
    List<Deployment> deployments = mappings.get().find(model);
    if (deployments.isEmpty()) {
      throw ApiError.of(
              ErrorType.NOT_FOUND,
              "model: " + model + " is not configured here; GET /v1/models lists those that are")
          .toException();
    }
    return deployments.get(deployments.size() == 1 ? 0 : random.nextInt(deployments.size()));
  }

  /** What is configured now. */
  public ModelTable models() {
    return mappings.get();
  }
}
