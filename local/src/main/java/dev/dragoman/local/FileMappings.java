package dev.dragoman.local;

import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.Mappings;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a file configures, and beside it what came by API, which outlives this process in the store.
 * The file stays as it is: of two with one id its own stands. What an earlier {@code config push}
 * left in the store is not served.
 */
record FileMappings(Configured file, Mappings store) implements Mappings {
  private static final Comparator<Deployment> ORDER =
      Comparator.comparing(Deployment::modelName).thenComparing(Deployment::id);

  @Override
  public Configured load() {
    Set<String> own = file.deployments().stream().map(Deployment::id).collect(Collectors.toSet());
    Stream<Deployment> added =
        store.load().deployments().stream()
            .filter(each -> each.origin() == Origin.API && !own.contains(each.id()));
    List<Deployment> all = Stream.concat(file.deployments().stream(), added).sorted(ORDER).toList();
    return new Configured(all, file.settings(), file.policy());
  }

  @Override
  public void put(Deployment deployment) {
    store.put(deployment);
  }

  @Override
  public boolean remove(String id) {
    return store.remove(id);
  }

  @Override
  public void replaceConfig(Configured config) {
    throw new UnsupportedOperationException("the configuration is a file");
  }
}
