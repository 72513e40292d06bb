package dev.dragoman.provider;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model.
 *
 * @param contextWindow input tokens at most; null if not known
 * @param maxOutputTokens output tokens at most; null if not known
 * @param abilities as the catalogue words them; empty if nothing is known
 */
public record ModelFacts(
    @Nullable Integer contextWindow, @Nullable Integer maxOutputTokens, Set<String> abilities) {
  /** Nothing is known. */
  public static final ModelFacts UNKNOWN = new ModelFacts(null, null, Set.of());

  public ModelFacts {
    abilities = Set.copyOf(abilities);
  }

  /** Whether the model thinks before it answers, and can be told how long. */
  public boolean reasons() {
    return abilities.contains("reasoning");
  }

  /** Whether it can be told this effort, beyond low, medium and high. */
  public boolean takesEffort(String effort) {
    return abilities.contains("effort-" + effort);
  }
}
