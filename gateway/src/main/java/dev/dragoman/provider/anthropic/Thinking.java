package dev.dragoman.provider.anthropic;

import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
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

  /** Whether all thinking of a request can go as it came, so that none need be looked at. */
  boolean untouched(MessagesRequest request) {
    for (Message message : request.messages()) {
      for (ContentBlock block : message.content()) {
        String signature = signature(block);
        if (signature != null && !signature.equals(shown(signature))) {
          return false;
        }
      }
    }
    return true;
  }

  private static @Nullable String signature(ContentBlock block) {
    return switch (block) {
      case ContentBlock.Thinking thinking -> thinking.signature();
      case ContentBlock.RedactedThinking thinking -> thinking.data();
      default -> null;
    };
  }
}
