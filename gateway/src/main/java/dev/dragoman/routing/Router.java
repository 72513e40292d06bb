package dev.dragoman.routing;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Plans where requests go: which deployments of which models, and in what order. */
public final class Router {
  private final MappingCache mappings;
  private final Traffic traffic;
  private final Predicate<Deployment> served;

  /**
   * A router over {@code mappings}.
   *
   * @param served whether a deployment can be asked
   */
  public Router(MappingCache mappings, Traffic traffic, Predicate<Deployment> served) {
    this.mappings = mappings;
    this.traffic = traffic;
    this.served = served;
  }

  /**
   * The way of a request. A deployment that cannot be asked is planned only where there is no
   * other.
   *
   * @throws ApiException {@code not_found_error} if no deployment has the name, {@code
   *     invalid_request_error} if none has the tags
   */
  public Route route(Ask ask) {
    ModelTable now = mappings.get();
    RouterSettings settings = now.settings();
    List<Deployment> found = found(now, ask.model());
    Attempts attempts = new Attempts();
    Group asked = group(ask.model(), members(found, ask, settings), ask, settings, attempts);
    StandIns standIns = new StandIns(settings.fallbacks(), now::find, ask.model(), found);
    return new Route(
        ask,
        settings,
        traffic,
        attempts,
        asked,
        standIns,
        next -> standIn(next, now, ask, attempts));
  }

  /**
   * The deployment to ask of what is no message; one that cannot be asked only where there is no
   * other.
   *
   * @throws ApiException {@code not_found_error} if no deployment has the name
   */
  public Deployment plan(String model) {
    ModelTable now = mappings.get();
    List<Deployment> found = found(now, model);
    Ask ask = new Ask(model, null, Set.of(), null, 0, Instant.MAX);
    List<Deployment> able = able(found);
    Deployment well = group(model, able, ask, now.settings(), new Attempts()).untried();
    return well == null ? able.getFirst() : well;
  }

  /** What is configured now. */
  public ModelTable models() {
    return mappings.get();
  }

  private static List<Deployment> found(ModelTable models, String model) {
    List<Deployment> found = models.find(model);
    if (found.isEmpty()) {
      throw ApiError.of(
              ErrorType.NOT_FOUND,
              "model: " + model + " is not configured here; GET /v1/models lists those that are")
          .toException();
    }
    return found;
  }

  private List<Deployment> members(List<Deployment> found, Ask ask, RouterSettings settings) {
    return Tags.filter(able(found), ask, settings.balance());
  }

  private List<Deployment> able(List<Deployment> found) {
    List<Deployment> able = found.stream().filter(served).toList();
    return able.isEmpty() ? found : able;
  }

  private @Nullable Group standIn(
      StandIns.StandIn next, ModelTable now, Ask ask, Attempts attempts) {
    List<Deployment> found = now.find(next.name());
    if (found.isEmpty()) {
      attempts.missed(next.name(), "not configured");
      return null;
    }
    List<Deployment> members;
    try {
      members = members(found, ask, now.settings());
    } catch (ApiException e) {
      attempts.missed(next.name(), "has none of the tags");
      return null;
    }
    if (next.otherModel()) {
      members = members.stream().filter(each -> !attempts.tooSmall(each)).toList();
    }
    return members.isEmpty() ? null : group(next.name(), members, ask, now.settings(), attempts);
  }

  private Group group(
      String name, List<Deployment> members, Ask ask, RouterSettings settings, Attempts attempts) {
    return new Group(name, members, ask, settings, traffic, attempts);
  }
}
