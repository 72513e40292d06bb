package dev.dragoman.exchange;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.dragoman.messages.MessagesRequest;

/**
 * Counts tokens as OpenAI's newer models do (o200k); for other models that is an estimate. Its
 * tables take most of a second to load, so it is made when first asked for.
 */
final class TokenCounter {
  private static final int MAX_COUNTED = 1_000_000;

  private final Encoding encoding =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  private final TokenEstimate estimate = new TokenEstimate(this::count);

  /** The input tokens of {@code request}. */
  long count(MessagesRequest request) {
    return estimate.of(request);
  }

  /** What would take seconds is estimated. */
  private long count(String text) {
    return text.length() > MAX_COUNTED
        ? TokenEstimate.BY_LENGTH.ofText().applyAsLong(text)
        : encoding.countTokensOrdinary(text);
  }
}
