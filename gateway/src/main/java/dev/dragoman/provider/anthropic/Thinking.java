package dev.dragoman.provider.anthropic;

import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Provenance;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which thinking of a conversation a target can be shown. Claude signs its own and reads the
 * signature raw; that of others travels wrapped.
 *
 * @param provenance whose signatures are unwrapped; null for Claude
 * @param missed whether calls of the conversation are refused that no thinking stands before
 */
record Thinking(@Nullable Provenance provenance, boolean missed) {
  /**
   * Those who think unless they are told not to, and want to have it back.
   *
   * @see <a href="https://github.com/QwenLM/qwen-code/pull/3788">DeepSeek: "The
   *     `content[].thinking` in the thinking mode must be passed back to the API", of turns with
   *     calls alone</a>
   * @see <a href="https://github.com/NousResearch/hermes-agent/pull/14018">Moonshot: "thinking is
   *     enabled but reasoning_content is missing in assistant tool call message"</a>
   */
  private static final Pattern MISSING = Pattern.compile("deepseek|moonshot|kimi\\.|mimo");

  /** What {@code target} can be shown, and must. */
  static Thinking of(Deployment target, @Nullable Provenance provenance) {
    String who = target.provider() + ' ' + target.apiBase();
    return new Thinking(provenance, provenance != null && MISSING.matcher(who).find());
  }

  /** The signature as the target gave it; null if it gave none, or another model did. */
  @Nullable String shown(String signature) {
    if (signature.isEmpty()) {
      return null;
    }
    if (provenance != null) {
      return provenance.unwrap(signature);
    }
    return Provenance.isWrapped(signature) ? null : signature;
  }

  /** Whether thinking with this signature goes as it came. */
  boolean untouched(String signature) {
    return signature.equals(shown(signature));
  }
}
