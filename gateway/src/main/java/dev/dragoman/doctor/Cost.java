package dev.dragoman.doctor;

import dev.dragoman.ledger.Dollars;
import dev.dragoman.ledger.Pricing;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Prices;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What requests cost, as far as that is known.
 *
 * @param nanos of those whose cost is known, in nano-dollars
 * @param estimated whether it is made of tokens that nobody reported
 * @param unknown how many requests cost nobody knows what
 */
public record Cost(long nanos, boolean estimated, int unknown) {
  /** Nothing was asked, or nothing is charged for it. */
  public static final Cost NONE = new Cost(0, false, 0);

  /** One request that cost nobody knows what. */
  public static final Cost UNKNOWN = new Cost(0, false, 1);

  private static final BigDecimal LEAST_SHOWN = new BigDecimal("0.000001");

  /** The cost of one request. */
  public static Cost of(Usage usage, Prices prices) {
    Long nanos = Pricing.cost(usage, prices);
    return nanos == null ? UNKNOWN : new Cost(nanos, usage.origin() == Usage.Origin.ESTIMATED, 0);
  }

  public Cost plus(Cost other) {
    return new Cost(nanos + other.nanos, estimated || other.estimated, unknown + other.unknown);
  }

  /** In dollars. */
  public BigDecimal dollars() {
    return Dollars.of(nanos);
  }

  /** For a person: {@code $0.001200}, {@code ~$0.001200} if estimated, {@code unknown}. */
  @Override
  public String toString() {
    if (nanos == 0 && unknown > 0) {
      return "unknown";
    }
    BigDecimal dollars = Dollars.of(nanos);
    boolean least = dollars.signum() > 0 && dollars.compareTo(LEAST_SHOWN) < 0;
    String shown =
        least
            ? "<$" + LEAST_SHOWN
            : (estimated ? "~$" : "$") + dollars.setScale(6, RoundingMode.HALF_UP);
    return unknown > 0 ? shown + " + unknown" : shown;
  }
}
