package dev.dragoman.routing;

import dev.dragoman.provider.Deployment;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The deployments of one {@code model_name} with stars. What the stars stand for is put in place of
 * those of {@code litellm_params.model}; a model without stars is served as it is, and one with
 * fewer is the whole name that was asked for.
 *
 * @see <a href="https://docs.litellm.ai/docs/wildcard_routing">LiteLLM, wildcard routing</a>
 */
record WildcardGroup(Wildcard pattern, List<Deployment> deployments) {
  /** The most specific first. */
  static final Comparator<WildcardGroup> ORDER =
      Comparator.comparingInt((WildcardGroup group) -> -group.pattern.literalLength())
          .thenComparingInt(group -> group.pattern.stars())
          .thenComparing(group -> group.pattern.toString());

  WildcardGroup {
    deployments = List.copyOf(deployments);
  }

  /**
   * The deployments for a name that matches {@code as}, under the name that was {@code asked};
   * empty if it does not match.
   */
  List<Deployment> find(String asked, String as) {
    List<String> parts = pattern.match(as);
    if (parts == null) {
      return List.of();
    }
    return deployments.stream()
        .map(deployment -> deployment.as(asked, model(deployment, as, parts)))
        .filter(deployment -> !deployment.upstreamModel().isBlank())
        .toList();
  }

  private static String model(Deployment deployment, String as, List<String> parts) {
    String target = deployment.model();
    if (!Wildcard.isOne(target)) {
      return target;
    }
    Wildcard pattern = new Wildcard(target);
    if (parts.size() > pattern.stars()) {
      String prefix = deployment.provider() + "/";
      return as.startsWith(prefix) ? as.substring(prefix.length()) : as;
    }
    return pattern.filled(parts);
  }

  /**
   * The names that it surely serves: where the pattern names a provider and has one star, those of
   * the models that the catalogue has of the deployments' providers.
   */
  Stream<String> names(Function<String, ? extends Collection<String>> catalogue) {
    if (!pattern.hasSlash() || pattern.stars() != 1) {
      return Stream.empty();
    }
    return deployments.stream()
        .flatMap(deployment -> {
          Wildcard target = new Wildcard(deployment.upstreamModel());
          return target.stars() != 1
              ? Stream.empty()
              : catalogue.apply(deployment.provider()).stream()
                  .map(target::match)
                  .flatMap(parts -> Stream.ofNullable(filled(parts)));
        });
  }

  private @Nullable String filled(@Nullable List<String> parts) {
    return parts == null || parts.getFirst().isBlank() ? null : pattern.filled(parts);
  }
}
