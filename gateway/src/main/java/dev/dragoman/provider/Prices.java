package dev.dragoman.provider;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs, in femto-dollars (10^-15 of a dollar; a dollar for a million tokens is
 * 1,000,000,000 each). Null is not known, which is not the same as 0.
 *
 * @param base the prices of a request of ordinary length
 * @param search of one web search
 * @param tiers those of longer requests, the shortest first
 */
public record Prices(Rates base, @Nullable Long search, List<Tier> tiers) {
  /** Nothing is known. */
  public static final Prices UNKNOWN = new Prices(Rates.UNKNOWN, null, List.of());

  /** So many decimal places of a dollar are one. */
  private static final int PLACES = 15;

  /** As many dollars as a {@code long} of femto-dollars holds. */
  private static final BigDecimal LARGEST = BigDecimal.valueOf(9_223);

  public Prices {
    tiers = List.copyOf(tiers);
  }

  /**
   * Prices of a token of each kind.
   *
   * @param cacheWrite of input that is kept for five minutes
   * @param cacheWriteHour of input that is kept for an hour
   * @param reasoning of output that is thinking, where it has a price of its own
   */
  public record Rates(
      @Nullable Long input,
      @Nullable Long output,
      @Nullable Long cacheRead,
      @Nullable Long cacheWrite,
      @Nullable Long cacheWriteHour,
      @Nullable Long reasoning) {
    /** Nothing is known. */
    public static final Rates UNKNOWN = new Rates(null, null, null, null, null, null);

    /** These, and the others' where one of these is not known. */
    public Rates or(Rates others) {
      return new Rates(
          first(input, others.input),
          first(output, others.output),
          first(cacheRead, others.cacheRead),
          first(cacheWrite, others.cacheWrite),
          first(cacheWriteHour, others.cacheWriteHour),
          first(reasoning, others.reasoning));
    }

    /**
     * What is charged: a kind without a price of its own costs what the kind does that it is a sort
     * of. Cached input is input, for "a provider that publishes no cache price bills cached tokens
     * as ordinary input" (LiteLLM), and thinking is output. Only what is kept for an hour has no
     * price where what is kept for five minutes has one: nobody sells both for the same.
     */
    public Rates charged() {
      return new Rates(
          input,
          output,
          first(cacheRead, input),
          first(cacheWrite, input),
          cacheWrite == null ? first(cacheWriteHour, input) : cacheWriteHour,
          first(reasoning, output));
    }

    /** These, but for kinds that {@code others} have a price of. */
    private Rates without(Rates others) {
      return new Rates(
          others.input == null ? input : null,
          others.output == null ? output : null,
          others.cacheRead == null ? cacheRead : null,
          others.cacheWrite == null ? cacheWrite : null,
          others.cacheWriteHour == null ? cacheWriteHour : null,
          others.reasoning == null ? reasoning : null);
    }

    /** The kinds that these speak of: who sets a price of input means cached input, too. */
    private Rates spoken() {
      return new Rates(
          input,
          output,
          first(cacheRead, input),
          first(cacheWrite, input),
          first(cacheWriteHour, input),
          first(reasoning, output));
    }
  }

  /**
   * The prices of requests with more input than {@code above} tokens, cached or not; for all of
   * their tokens.
   */
  public record Tier(int above, Rates rates) {}

  /**
   * The prices of a request with this much input, cached or not. What its tier has no price of its
   * own for costs what it does in shorter requests.
   */
  public Rates at(long inputTokens) {
    Rates rates = base;
    for (Tier tier : tiers) {
      if (inputTokens > tier.above()) {
        rates = tier.rates().or(rates);
      }
    }
    return rates;
  }

  /**
   * These, which were set, and {@code listed} where they say nothing. A price that was set is for
   * requests of all lengths, unless one was set for longer ones. With a price of input or output
   * the listed prices of its sorts (cached input, thinking) no longer hold.
   */
  public Prices or(Prices listed) {
    Rates all = base;
    for (Tier tier : tiers) {
      all = all.or(tier.rates());
    }
    Map<Integer, Rates> merged = new TreeMap<>();
    for (Tier tier : listed.tiers) {
      Rates rest = tier.rates().without(all.spoken());
      if (!rest.equals(Rates.UNKNOWN)) {
        merged.put(tier.above(), rest);
      }
    }
    tiers.forEach(tier -> merged.merge(tier.above(), tier.rates(), (old, own) -> own.or(old)));
    return new Prices(
        base.or(listed.base.without(base.spoken())),
        first(search, listed.search),
        merged.entrySet().stream().map(tier -> new Tier(tier.getKey(), tier.getValue())).toList());
  }

  /** The same with this price of a search; if it is null, just the same. */
  Prices searching(@Nullable Long price) {
    return price == null ? this : new Prices(base, price, tiers);
  }

  /** What is wrong with so many dollars as a price; null if nothing is. */
  public static @Nullable String wrong(BigDecimal dollars) {
    if (dollars.signum() < 0) {
      return "must not be negative";
    }
    return dollars.compareTo(LARGEST) > 0
        ? "is too large: prices are in dollars for one token (or search), and at most 9223"
        : null;
  }

  /** Dollars in femto-dollars; what is finer than one is rounded. */
  public static long units(BigDecimal dollars) {
    return dollars.movePointRight(PLACES).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
  }

  /** The prices in a cell of the catalogue, as {@code scripts/catalogue} writes them. */
  static Prices read(String cell) {
    if (cell.isEmpty()) {
      return UNKNOWN;
    }
    Long search = null;
    Integer above = null;
    Rates base = Rates.UNKNOWN;
    Rates rates = Rates.UNKNOWN;
    List<Tier> tiers = new ArrayList<>();
    for (String word : cell.split(" ")) {
      int equals = word.indexOf('=');
      String name = word.substring(0, equals);
      long number = Long.parseLong(word.substring(equals + 1));
      if (name.equals("above")) {
        if (above == null) {
          base = rates;
        } else {
          tiers.add(new Tier(above, rates));
        }
        above = Math.toIntExact(number);
        rates = Rates.UNKNOWN;
      } else if (name.equals("search")) {
        search = number;
      } else {
        rates = one(name, number).or(rates);
      }
    }
    if (above == null) {
      base = rates;
    } else {
      tiers.add(new Tier(above, rates));
    }
    return new Prices(base, search, tiers);
  }

  /** One price alone, by its name in the catalogue. */
  static Rates one(String name, Long price) {
    return switch (name) {
      case "in" -> new Rates(price, null, null, null, null, null);
      case "out" -> new Rates(null, price, null, null, null, null);
      case "read" -> new Rates(null, null, price, null, null, null);
      case "write" -> new Rates(null, null, null, price, null, null);
      case "hour" -> new Rates(null, null, null, null, price, null);
      case "think" -> new Rates(null, null, null, null, null, price);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static @Nullable Long first(@Nullable Long a, @Nullable Long b) {
    return a == null ? b : a;
  }
}
