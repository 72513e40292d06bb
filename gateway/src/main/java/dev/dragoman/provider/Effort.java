package dev.dragoman.provider;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.ThinkingConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How hard a model is to think, in the words of OpenAI's APIs, and of those one that the model
 * takes.
 *
 * @see <a href="https://platform.openai.com/docs/guides/reasoning">Reasoning models</a>
 */
public final class Effort {
  private static final List<String> SCALE =
      List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

  /** Less than this is hardly any thinking: never what stands for another effort. */
  private static final int LOWEST = SCALE.indexOf("low");

  /** Budgets up to these many tokens are low and medium effort; larger ones are high. */
  private static final int LOW_BUDGET = 4_096;

  private static final int MEDIUM_BUDGET = 16_384;

  private Effort() {}

  /** The effort that the request asks for, of a model that reasons; null to leave it to that. */
  public static @Nullable String of(Encoding encoding) {
    MessagesRequest request = encoding.request();
    if (request.thinking() instanceof ThinkingConfig.Disabled) {
      return least(encoding.facts());
    }
    String effort = request.effort();
    if (effort == null) {
      return request.thinking() instanceof ThinkingConfig.Enabled enabled
          ? nearest(ofBudget(enabled.budgetTokens()), encoding.facts())
          : null;
    }
    if (!SCALE.contains(effort)) {
      encoding.notes().add("output_config.effort", "not known, left out");
      return null;
    }
    return nearest(effort, encoding.facts());
  }

  /** The least that the model takes. */
  private static String least(ModelFacts facts) {
    return SCALE.stream().filter(facts::takesEffort).findFirst().orElse("low");
  }

  /** The effort itself, else the next lower one that the model takes, else the next higher one. */
  public static String nearest(String effort, ModelFacts facts) {
    int wanted = SCALE.indexOf(effort);
    if (facts.takesEffort(effort)) {
      return effort;
    }
    for (int i = wanted - 1; i >= LOWEST; i--) {
      if (facts.takesEffort(SCALE.get(i))) {
        return SCALE.get(i);
      }
    }
    return SCALE.subList(wanted, SCALE.size()).stream()
        .filter(facts::takesEffort)
        .findFirst()
        .orElse(effort);
  }

  private static String ofBudget(int tokens) {
    if (tokens <= LOW_BUDGET) {
      return "low";
    }
    return tokens <= MEDIUM_BUDGET ? "medium" : "high";
  }
}
