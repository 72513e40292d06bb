package dev.dragoman.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request cost, in nano-dollars. Null is not known, which is not the same as 0.
 *
 * @param provider what the provider charges, attempts that were replaced among it; null if a price
 *     or the usage is not known
 * @param unpriced what was used and has no price: {@code MODEL input}, {@code MODEL output} ...
 * @param gateway Lambda, API Gateway and DynamoDB at the stated prices; null where none are stated,
 *     as on a laptop
 */
public record Cost(@Nullable Long provider, List<String> unpriced, @Nullable Long gateway) {
  /** Nothing is known. */
  public static final Cost UNKNOWN = new Cost(null, List.of(), null);

  public Cost {
    unpriced = List.copyOf(unpriced);
  }

  /** Both together; null if what the provider charges is not known. */
  public @Nullable Long total() {
    return provider == null || gateway == null ? provider : Long.valueOf(provider + gateway);
  }
}
