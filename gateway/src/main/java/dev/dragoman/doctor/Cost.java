package dev.dragoman.doctor;

import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Prices;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What requests cost, as far as that is known.
 *
 * @param femtoDollars of those whose cost is known, in 10^-15 dollars
 * @param estimated whether it is made of tokens that nobody reported
 * @param unknown how many requests cost nobody knows what
 */
public record Cost(long femtoDollars, boolean estimated, int unknown) {
  /** Nothing was asked, or nothing is charged for it. */
  public static final Cost NONE = new Cost(0, false, 0);

  /** One request that cost nobody knows what. */
  public static final Cost UNKNOWN = new Cost(0, false, 1);

  private static final int PLACES = 15;
  private static final BigDecimal LEAST_SHOWN = new BigDecimal("0.000001");

  /**
   * The cost of one request. What is read from or written to a cache costs what other input does
   * where it has no price of its own, and thinking what other output does.
   */
  public static Cost of(Usage usage, Prices prices) {
    Long all = input(usage);
    Long output = usage.output();
    if (all == null || output == null) {
      return UNKNOWN;
    }
    Prices.Rates rates = prices.at(all);
    Long in = rates.input();
    Long out = rates.output();
    long searches = orZero(usage.searches());
    if (in == null || out == null || (searches > 0 && prices.search() == null)) {
      return UNKNOWN;
    }
    long thinking = Math.min(orZero(usage.thinking()), output);
    long cacheWrite = or(rates.cacheWrite(), in);
    long cost =
        orZero(usage.input()) * in
            + orZero(usage.cacheRead()) * or(rates.cacheRead(), in)
            + orZero(usage.cacheWrite5m()) * cacheWrite
            + orZero(usage.cacheWrite1h()) * or(rates.cacheWriteHour(), cacheWrite)
            + thinking * or(rates.reasoning(), out)
            + (output - thinking) * out
            + searches * orZero(prices.search());
    return new Cost(cost, usage.origin() == Usage.Origin.ESTIMATED, 0);
  }

  /** All input tokens, cached or not; null if nobody knows. */
  static @Nullable Long input(Usage usage) {
    return usage.input() == null
        ? null
        : (Long)
            (usage.input()
                + orZero(usage.cacheRead())
                + orZero(usage.cacheWrite5m())
                + orZero(usage.cacheWrite1h()));
  }

  public Cost plus(Cost other) {
    return new Cost(
        femtoDollars + other.femtoDollars, estimated || other.estimated, unknown + other.unknown);
  }

  /** In dollars. */
  public BigDecimal dollars() {
    return BigDecimal.valueOf(femtoDollars, PLACES).stripTrailingZeros();
  }

  /** For a person: {@code $0.001200}, {@code ~$0.001200} if estimated, {@code unknown}. */
  @Override
  public String toString() {
    if (femtoDollars == 0 && unknown > 0) {
      return "unknown";
    }
    BigDecimal dollars = BigDecimal.valueOf(femtoDollars, PLACES);
    boolean least = dollars.signum() > 0 && dollars.compareTo(LEAST_SHOWN) < 0;
    String shown =
        least
            ? "<$" + LEAST_SHOWN
            : (estimated ? "~$" : "$") + dollars.setScale(6, RoundingMode.HALF_UP);
    return unknown > 0 ? shown + " + unknown" : shown;
  }

  private static long or(@Nullable Long price, long other) {
    return price == null ? other : price;
  }

  private static long orZero(@Nullable Long number) {
    return number == null ? 0 : number;
  }
}
