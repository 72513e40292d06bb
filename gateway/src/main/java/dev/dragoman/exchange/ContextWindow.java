package dev.dragoman.exchange;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.UpstreamErrors;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what surely exceeds a model's window before its provider is asked, in the words that make
 * Claude Code compact its conversation. A request is measured by its length first, which nearly
 * always settles it; only near the window is it counted, and only text that is sure to reach the
 * model. What is not sure is the provider's to refuse.
 */
final class ContextWindow {
  /**
   * From which share of the window on a request is counted. Claude Code compacts at some 80 percent
   * of a window that it knows.
   */
  private static final double NEAR = 0.9;

  private final ModelCatalogue models;

  ContextWindow(ModelCatalogue models) {
    this.models = models;
  }

  /** Loaded by the first request that is near its model's window. */
  private static final class Lazy {
    static final TokenCounter COUNTER = new TokenCounter();
  }

  /**
   * Admits a request to {@code target}, as it will be sent there.
   *
   * @param estimated its input tokens by {@link TokenEstimate#BY_LENGTH}
   * @throws ApiException {@code invalid_request_error}, "prompt is too long: 210000 tokens > 200000
   *     maximum", if it is too long beyond doubt
   */
  void admit(MessagesRequest request, Deployment target, long estimated) {
    Integer window = window(request, target);
    if (window == null) {
      return;
    }
    TokenFamily family = TokenFamily.of(target.baseModel());
    if (estimated * family.perText() < NEAR * window) {
      return;
    }
    double doubt = 1 + family.excess();
    long enough = Math.round(window * doubt);
    long tokens = Lazy.COUNTER.countSure(request, family, enough);
    if (tokens / doubt > window) {
      throw UpstreamErrors.tooLong(Math.max(tokens, estimated), window).toException();
    }
  }

  /** In input tokens; null if it is not known, or not the same for every request. */
  private @Nullable Integer window(MessagesRequest request, Deployment target) {
    if (target.contextWindow() == null && isNamedByItsOwner(target)) {
      return null;
    }
    boolean claude = target.baseModel().contains("claude");
    boolean longer = target.contextWindow() == null && asksForLonger(request);
    return claude && (longer || clears(request)) ? null : models.of(target).contextWindow();
  }

  /** Azure's deployments have names of their owners', which prove nothing of the model. */
  private static boolean isNamedByItsOwner(Deployment target) {
    return target.provider().equals("azure") && target.text("base_model") == null;
  }

  private static boolean asksForLonger(MessagesRequest request) {
    return request.betas().stream().anyMatch(beta -> beta.startsWith("context-1m"));
  }

  /**
   * Whether results of tools are left out before the model sees them.
   *
   * @see <a href="https://docs.anthropic.com/en/docs/build-with-claude/context-editing">Context
   *     editing</a>
   */
  private static boolean clears(MessagesRequest request) {
    return request.contextManagement() != null
        && request.contextManagement().toString().contains("clear_tool_uses");
  }
}
