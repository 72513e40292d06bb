package dev.dragoman.store;

import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a store must do so that a config's deployments are all that came from a config. A deployment
 * made otherwise stays, also where the config has one with its id; of two in the config with one id
 * the later stands; what is stored already is not written again.
 *
 * @param puts to be written, before anything is removed
 * @param removals ids of deployments that came from an earlier config and are not in this one
 */
record ConfigChange(List<Deployment> puts, List<String> removals) {
  /** The order in which a store gives its deployments. */
  static final Comparator<Deployment> ORDER =
      Comparator.comparing(Deployment::modelName).thenComparing(Deployment::id);

  static ConfigChange between(List<Deployment> stored, List<Deployment> config) {
    Map<String, Deployment> before =
        stored.stream().collect(Collectors.toMap(Deployment::id, Function.identity()));
    Map<String, Deployment> wanted = new LinkedHashMap<>();
    for (Deployment deployment : config) {
      if (deployment.origin() != Origin.CONFIG) {
        throw new IllegalArgumentException("not of a config: " + deployment.id());
      }
      wanted.put(deployment.id(), deployment);
    }
    List<Deployment> puts = new ArrayList<>(wanted.values());
    puts.removeIf(deployment -> stands(before.get(deployment.id()), deployment));
    List<String> removals =
        stored.stream()
            .filter(deployment -> deployment.origin() == Origin.CONFIG)
            .map(Deployment::id)
            .filter(id -> !wanted.containsKey(id))
            .toList();
    return new ConfigChange(puts, removals);
  }

  private static boolean stands(@Nullable Deployment stored, Deployment wanted) {
    return stored != null && (stored.origin() != Origin.CONFIG || stored.equals(wanted));
  }
}
