package dev.dragoman.provider;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model.
 *
 * @param contextWindow input tokens at most; null if not known
 * @param maxOutputTokens output tokens at most; null if not known
 * @param abilities as the catalogue words them, {@code no-} before those it says the model lacks;
 *     empty if nothing is known
 * @param prices what its tokens cost
 */
public record ModelFacts(
    @Nullable Integer contextWindow,
    @Nullable Integer maxOutputTokens,
    Set<String> abilities,
    Prices prices) {
  /** Nothing is known. */
  public static final ModelFacts UNKNOWN = new ModelFacts(null, null, Set.of());

  public ModelFacts {
    abilities = Set.copyOf(abilities);
  }

  /** Facts without prices. */
  public ModelFacts(
      @Nullable Integer contextWindow, @Nullable Integer maxOutputTokens, Set<String> abilities) {
    this(contextWindow, maxOutputTokens, abilities, Prices.UNKNOWN);
  }

  /** Whether the model thinks before it answers, and can be told how long. */
  public boolean reasons() {
    return abilities.contains("reasoning");
  }

  /**
   * Whether it can be told this effort: low, medium and high are taken by all that reason, but for
   * a few that are known not to; the others only by those that are known to.
   */
  public boolean takesEffort(String effort) {
    return switch (effort) {
      case "low", "medium", "high" -> reasons() && !abilities.contains("no-effort-" + effort);
      default -> abilities.contains("effort-" + effort);
    };
  }

  /**
   * Whether it is known to see no images. The catalogue names those that do, where it says more of
   * a model than one thing or another: of any that it says takes tools.
   */
  public boolean lacksImages() {
    return abilities.contains("no-images")
        || (abilities.contains("tools") && !abilities.contains("images"));
  }

  /**
   * Whether it is known to take no tools. The catalogue is silent on many that do, and without
   * tools a coding assistant can do nothing: so silence is no knowledge here.
   */
  public boolean lacksTools() {
    return abilities.contains("no-tools");
  }

  /**
   * Whether it is known to read no PDFs. The catalogue is often silent on those, so it counts as
   * knowledge only of a model that sees no images either.
   */
  public boolean lacksPdf() {
    return abilities.contains("no-pdf") || (lacksImages() && !abilities.contains("pdf"));
  }
}
