package dev.dragoman.exchange;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.dragoman.messages.MessagesRequest;

/**
 * Counts tokens as OpenAI's newer models do (o200k); for other families that is an estimate. Its
 * tables take most of a second to load, so it is made when first asked for.
 */
final class TokenCounter {
  private static final int MAX_COUNTED = 1_000_000;

  private final Encoding encoding =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

  /** The input tokens that {@code request} has for a model of this family. */
  long count(MessagesRequest request, TokenFamily family) {
    return new TokenEstimate(text -> Math.round(family.perText() * count(text)), family)
        .of(request);
  }

  /** What would take seconds is estimated. */
  private long count(String text) {
    return text.length() > MAX_COUNTED
        ? TokenEstimate.BY_LENGTH.ofText().applyAsLong(text)
        : encoding.countTokensOrdinary(text);
  }
}
