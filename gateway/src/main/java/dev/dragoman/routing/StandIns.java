package dev.dragoman.routing;

import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Failure.Kind;
import dev.dragoman.routing.RouterSettings.Fallbacks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The models that stand in for one request's, each once, and the models that stand in for those,
 * the nearest first.
 */
final class StandIns {
  private final Fallbacks fallbacks;
  private final Function<String, List<Deployment>> find;
  private final Deque<StandIn> waiting = new ArrayDeque<>();
  private final Set<String> seen = new HashSet<>();
  private int taken;

  /**
   * A model that may stand in.
   *
   * @param otherModel whether it must be another model than those that failed
   */
  record StandIn(String name, boolean otherModel) {}

  /** Those of {@code model}, which the table finds {@code deployments} for. */
  StandIns(
      Fallbacks fallbacks,
      Function<String, List<Deployment>> find,
      String model,
      List<Deployment> deployments) {
    this.fallbacks = fallbacks;
    this.find = find;
    see(model, deployments);
  }

  /** Puts those that stand in after such a failure of a model before all others. */
  void leave(Group group, Kind kind) {
    List<String> names = chain(group, kind);
    boolean other = kind == Kind.CONTEXT_WINDOW && names.isEmpty();
    if (other) {
      names = chain(group, Kind.SERVER);
    }
    for (String name : names.reversed()) {
      waiting.addFirst(new StandIn(name, other));
    }
  }

  /** The next one; null if there is none, or enough were tried. */
  @Nullable StandIn next() {
    while (!waiting.isEmpty() && taken < fallbacks.most()) {
      StandIn next = waiting.removeFirst();
      if (see(next.name(), find.apply(next.name()))) {
        taken++;
        return next;
      }
    }
    return null;
  }

  /** Whether another model is set to stand in when a filter stops an answer of this one. */
  boolean replacesFiltered(Group group) {
    return taken < fallbacks.most()
        && chain(group, Kind.CONTENT_POLICY).stream()
            .anyMatch(name -> {
              List<Deployment> found = find.apply(name);
              return !found.isEmpty()
                  && !seen.contains(name)
                  && !seen.contains(found.getFirst().modelName());
            });
  }

  private boolean see(String name, List<Deployment> found) {
    // An alias is the model that it stands for.
    String model = found.isEmpty() ? name : found.getFirst().modelName();
    boolean known = seen.contains(name) || seen.contains(model);
    seen.add(name);
    seen.add(model);
    return !known;
  }

  private List<String> chain(Group group, Kind kind) {
    return switch (kind) {
      case CONTEXT_WINDOW -> of(fallbacks.contextWindow(), group, List.of());
      case CONTENT_POLICY -> of(fallbacks.contentPolicy(), group, List.of());
      case GATEWAY -> List.of();
      default -> of(fallbacks.general(), group, fallbacks.byDefault());
    };
  }

  private static List<String> of(
      Map<String, List<String>> chains, Group group, List<String> byDefault) {
    for (String name : new String[] {group.name(), group.model(), "*"}) {
      List<String> chain = chains.get(name);
      if (chain != null) {
        return chain;
      }
    }
    return byDefault;
  }
}
