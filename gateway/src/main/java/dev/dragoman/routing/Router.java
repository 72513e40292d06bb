package dev.dragoman.routing;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Plans where a request goes: one of the deployments of its model's name that can be asked, by
 * chance.
 */
public final class Router {
  private final MappingCache mappings;
  private final Predicate<Deployment> served;
  private final RandomGenerator random;

  /**
   * A router over {@code mappings}.
   *
   * @param served whether a deployment can be asked
   */
  public Router(MappingCache mappings, Predicate<Deployment> served, RandomGenerator random) {
    this.mappings = mappings;
    this.served = served;
    this.random = random;
  }

  /**
   * The way of a request; one that cannot be asked only where there is no other.
   *
   * @throws dev.dragoman.messages.ApiException {@code not_found_error} if no deployment has the
   *     name
   */
  public Route route(Ask ask) {
    return new Route(RouterSettings.DEFAULT, List.of(plan(ask.model())));
  }

  /**
   * The deployment to ask; one that cannot be asked only where there is no other.
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
    if (deployments.size() == 1) {
      return deployments.getFirst();
    }
    List<Deployment> able = deployments.stream().filter(served).toList();
    return able.isEmpty() ? deployments.getFirst() : able.get(random.nextInt(able.size()));
  }

  /** What is configured now. */
  public ModelTable models() {
    return mappings.get();
  }
}
