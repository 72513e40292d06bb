package dev.dragoman.ledger;

import dev.dragoman.provider.Prices;
import dev.dragoman.provider.Prices.Rates;
import dev.dragoman.provider.Prices.Tier;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The most that a request may cost which uses at most so many tokens: all of its input as the
 * dearest kind, plain, read from a cache or written to one, and all of its output likewise, at the
 * dearest tier that it may reach. No usage within the tokens costs more.
 *
 * @param nanos nano-dollars, rounded up; null if a price is missing
 * @param missing the settings whose prices are not known: {@code input_cost_per_token} ...
 */
public record Ceiling(@Nullable Long nanos, List<String> missing) {
  public Ceiling {
    missing = List.copyOf(missing);
  }

  /** The most that these may cost together, without a search. */
  public static Ceiling of(Prices prices, long inputTokens, long outputTokens) {
    return of(prices, inputTokens, outputTokens, 0);
  }

  /** The same with at most so many searches of the web. */
  public static Ceiling of(Prices prices, long inputTokens, long outputTokens, long searches) {
    Long input = input(prices, inputTokens);
    Long output = output(prices, inputTokens);
    Long search = searches == 0 ? (Long) 0L : prices.search();
    if (input == null || output == null || search == null) {
      List<String> missing = new ArrayList<>();
      missing(input, "input_cost_per_token", missing);
      missing(output, "output_cost_per_token", missing);
      missing(search, "search_context_cost_per_query", missing);
      return new Ceiling(null, missing);
    }
    Femtos femtos = new Femtos();
    femtos.add(inputTokens, input);
    femtos.add(outputTokens, output);
    femtos.add(searches, search);
    return new Ceiling(femtos.ceiling(), List.of());
  }

  /** The most output that this much money bears, without a search. */
  public static @Nullable Long affordable(Prices prices, long inputTokens, long nanos) {
    return affordable(prices, inputTokens, 0, nanos);
  }

  /**
   * The largest cap on output tokens with which the ceiling is at most {@code nanos}: 0 if only the
   * input is borne, negative if not even that, {@link Long#MAX_VALUE} if output is free; null if a
   * price is missing.
   */
  public static @Nullable Long affordable(
      Prices prices, long inputTokens, long searches, long nanos) {
    Long input = input(prices, inputTokens);
    Long output = output(prices, inputTokens);
    Long search = searches == 0 ? (Long) 0L : prices.search();
    if (input == null || output == null || search == null) {
      return null;
    }
    BigInteger rest =
        BigInteger.valueOf(nanos)
            .multiply(BigInteger.valueOf(Femtos.NANO))
            .subtract(BigInteger.valueOf(inputTokens).multiply(BigInteger.valueOf(input)))
            .subtract(BigInteger.valueOf(searches).multiply(BigInteger.valueOf(search)));
    if (rest.signum() < 0) {
      return -1L;
    }
    BigInteger most =
        output == 0 ? BigInteger.valueOf(Long.MAX_VALUE) : rest.divide(BigInteger.valueOf(output));
    return most.bitLength() > 63 ? (Long) Long.MAX_VALUE : (Long) most.longValueExact();
  }

  private static @Nullable Long input(Prices prices, long inputTokens) {
    return dearest(
        prices,
        inputTokens,
        rates ->
            rates.input() == null
                ? null
                : max(
                    rates.input(), rates.cacheRead(), rates.cacheWrite(), rates.cacheWriteHour()));
  }

  private static @Nullable Long output(Prices prices, long inputTokens) {
    return dearest(
        prices,
        inputTokens,
        rates -> rates.output() == null ? null : max(rates.output(), rates.reasoning()));
  }

  /** The dearest of the tiers that up to so much input reaches; null if one has no price. */
  private static @Nullable Long dearest(
      Prices prices, long inputTokens, Function<Rates, @Nullable Long> price) {
    Long dearest = price.apply(prices.base().charged());
    for (Tier tier : prices.tiers()) {
      if (dearest != null && inputTokens > tier.above()) {
        Long there = price.apply(prices.at(tier.above() + 1L).charged());
        dearest = there == null ? null : (Long) Math.max(dearest, there);
      }
    }
    return dearest;
  }

  private static long max(long first, @Nullable Long... others) {
    long most = first;
    for (Long other : others) {
      most = other == null ? most : Math.max(most, other);
    }
    return most;
  }

  private static void missing(@Nullable Long price, String name, List<String> missing) {
    if (price == null) {
      missing.add(name);
    }
  }
}
