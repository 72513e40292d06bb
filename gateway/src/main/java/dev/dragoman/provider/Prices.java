package dev.dragoman.provider;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
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

  /** These, and the others' where one of these is not known. */
  public Prices or(Prices others) {
    boolean ownBase = !base.equals(Rates.UNKNOWN) && tiers.isEmpty();
    return new Prices(
        base.or(others.base),
        first(search, others.search),
        ownBase ? without(others.tiers) : merged(others.tiers));
  }

  /** A tier holds for what {@link #base} does not set: a price that was set is for all lengths. */
  private List<Tier> without(List<Tier> listed) {
    return listed.stream()
        .map(tier -> {
          Rates rates = tier.rates();
          return new Tier(
              tier.above(),
              new Rates(
                  base.input() == null ? rates.input() : null,
                  base.output() == null ? rates.output() : null,
                  base.cacheRead() == null ? rates.cacheRead() : null,
                  base.cacheWrite() == null ? rates.cacheWrite() : null,
                  base.cacheWriteHour() == null ? rates.cacheWriteHour() : null,
                  base.reasoning() == null ? rates.reasoning() : null));
        })
        .toList();
  }

  private List<Tier> merged(List<Tier> listed) {
    return tiers.isEmpty() ? listed : tiers;
  }

  /** Dollars in femto-dollars; what is finer than one is rounded. */
  static long units(BigDecimal dollars) {
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
