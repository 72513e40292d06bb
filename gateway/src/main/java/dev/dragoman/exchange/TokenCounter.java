package dev.dragoman.exchange;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.dragoman.messages.MessagesRequest;
import java.util.function.ToLongFunction;

/**
 * Counts tokens as OpenAI's newer models do (o200k); for other families that is an estimate. Its
 * tables take most of a second to load, so it is made when first asked for.
 */
final class TokenCounter {
  private static final int MAX_COUNTED = 1_000_000;

  /** Characters that are counted at once; a cut costs a token at most. */
  private static final int PIECE = 50_000;

  private final Encoding encoding =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

  /** The input tokens that {@code request} has for a model of this family. */
  long count(MessagesRequest request, TokenFamily family) {
    return new TokenEstimate(text -> Math.round(family.perText() * count(text)), family)
        .of(request);
  }

  /**
   * The tokens that {@code request} has at least, but for the family's error; counting ends soon
   * after there are {@code enough}.
   */
  long countSure(MessagesRequest request, TokenFamily family, long enough) {
    double[] counted = {0};
    ToLongFunction<String> ofText =
        text -> {
          double before = counted[0];
          for (int from = 0; from < text.length() && counted[0] <= enough; from += PIECE) {
            String piece = text.substring(from, Math.min(text.length(), from + PIECE));
            counted[0] += family.perText() * encoding.countTokensOrdinary(piece);
          }
          return Math.round(counted[0] - before);
        };
    return new TokenEstimate(ofText, family, false).of(request);
  }

  /** What would take seconds is estimated. */
  private long count(String text) {
    return text.length() > MAX_COUNTED
        ? TokenEstimate.BY_LENGTH.ofText().applyAsLong(text)
        : encoding.countTokensOrdinary(text);
  }
}
