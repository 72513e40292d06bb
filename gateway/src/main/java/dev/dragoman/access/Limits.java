package dev.dragoman.access;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much somebody may use; null is no limit.
 *
 * @param maxBudget nano-dollars in a window
 * @param budgetDuration how long a window is, as LiteLLM writes it: {@code 30s}, {@code 30m},
 *     {@code 30h}, {@code 30d}, {@code 1mo}; null for one without end
 * @param softBudget nano-dollars in a window from which on there is a notice
 * @param rpm requests a minute
 * @param tpm tokens a minute
 * @param parallel requests at a time
 * @param models further limits of single models, by the name that is asked for
 * @param sessionBudget nano-dollars for each session
 */
public record Limits(
    @Nullable Long maxBudget,
    @Nullable String budgetDuration,
    @Nullable Long softBudget,
    @Nullable Long rpm,
    @Nullable Long tpm,
    @Nullable Long parallel,
    Map<String, ModelLimits> models,
    @Nullable Long sessionBudget) {
  /** No limit. */
  public static final Limits NONE = new Limits(null, null, null, null, null, null, Map.of(), null);

  public Limits {
    models = Map.copyOf(models);
  }

  /** The limits of one model. */
  public record ModelLimits(
      @Nullable Long maxBudget,
      @Nullable String budgetDuration,
      @Nullable Long rpm,
      @Nullable Long tpm) {}

  /** These, and the others' where one of these is not set. */
  public Limits or(Limits others) {
    return new Limits(
        maxBudget == null ? others.maxBudget : maxBudget,
        budgetDuration == null ? others.budgetDuration : budgetDuration,
        softBudget == null ? others.softBudget : softBudget,
        rpm == null ? others.rpm : rpm,
        tpm == null ? others.tpm : tpm,
        parallel == null ? others.parallel : parallel,
        models.isEmpty() ? others.models : models,
        sessionBudget == null ? others.sessionBudget : sessionBudget);
  }
}
