package dev.dragoman.local;

import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The variables that tell Claude Code a model's context window, so that it compacts in time. It
 * takes a name it does not know for a model with a million tokens.
 *
 * <p>{@code CLAUDE_CODE_MAX_CONTEXT_TOKENS} counts for names that it does not know; of those that
 * it knows only {@code CLAUDE_CODE_AUTO_COMPACT_WINDOW} counts, from 100,000 on. It compacts 33,000
 * tokens before the end of a window.
 *
 * @see <a href="https://code.claude.com/docs/en/model-config">Model configuration</a>
 */
final class ClientWindow {
  static final String WINDOW = "CLAUDE_CODE_MAX_CONTEXT_TOKENS";
  static final String COMPACT = "CLAUDE_CODE_AUTO_COMPACT_WINDOW";

  /** In less it would compact at every turn and get nowhere. */
  private static final int LEAST = 40_000;

  private static final int LEAST_TO_COMPACT = 100_000;

  private ClientWindow() {}

  /** By name; empty where no window is known. Of several deployments the smallest counts. */
  static Map<String, String> variables(String model, List<Deployment> deployments) {
    ModelCatalogue models = new ModelCatalogue();
    List<Deployment> named =
        deployments.stream().filter(deployment -> deployment.modelName().equals(model)).toList();
    int window =
        named.stream()
            .map(deployment -> models.of(deployment).contextWindow())
            .filter(Objects::nonNull)
            .mapToInt(Integer::intValue)
            .min()
            .orElse(0);
    Map<String, String> variables = new LinkedHashMap<>();
    if (window >= LEAST) {
      variables.put(WINDOW, String.valueOf(window));
      boolean isClaude =
          named.stream().allMatch(deployment -> deployment.baseModel().contains("claude"));
      if (model.contains("claude") && !isClaude && window >= LEAST_TO_COMPACT) {
        variables.put(COMPACT, String.valueOf(window));
      }
    }
    return variables;
  }
}
