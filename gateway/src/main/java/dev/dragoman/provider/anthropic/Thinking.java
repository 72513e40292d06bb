package dev.dragoman.provider.anthropic;

import dev.dragoman.provider.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * Which thinking of a conversation a target can be shown. Claude signs its own and reads the
 * signature raw; that of others travels wrapped.
 *
 * @param provenance whose signatures are unwrapped; null for Claude
 */
record Thinking(@Nullable Provenance provenance) {
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
