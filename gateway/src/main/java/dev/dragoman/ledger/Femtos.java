package dev.dragoman.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A sum of femto-dollars (10^-15 of a dollar), exact however large: what does not fit a {@code
 * long} is added up beside it.
 */
final class Femtos {
  /** In a nano-dollar. */
  static final long NANO = 1_000_000;

  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private long small;
  private BigInteger large = BigInteger.ZERO;

  /** Adds so many at this price; neither is negative. */
  void add(long count, long price) {
    long product = count * price;
    if (Math.multiplyHigh(count, price) != 0 || product < 0) {
      large = large.add(BigInteger.valueOf(count).multiply(BigInteger.valueOf(price)));
      return;
    }
    if (small + product < 0) {
      large = large.add(BigInteger.valueOf(small));
      small = 0;
    }
    small += product;
  }

  /** In nano-dollars, a half to the even one; null if a {@code long} does not hold them. */
  @Nullable Long nanos() {
    return rounded(RoundingMode.HALF_EVEN);
  }

  /** In nano-dollars, rounded up; the most that a {@code long} holds if they are more. */
  long ceiling() {
    Long nanos = rounded(RoundingMode.CEILING);
    return nanos == null ? Long.MAX_VALUE : nanos;
  }

  private @Nullable Long rounded(RoundingMode mode) {
    return nanos(large.add(BigInteger.valueOf(small)), BigInteger.valueOf(NANO), mode);
  }

  /** A sum of which so many units are a nano-dollar; null if a {@code long} does not hold it. */
  static @Nullable Long nanos(BigInteger sum, BigInteger units, RoundingMode mode) {
    BigInteger nanos =
        new BigDecimal(sum).divide(new BigDecimal(units), 0, mode).toBigIntegerExact();
    return nanos.compareTo(MOST) > 0 ? null : (Long) nanos.longValueExact();
  }
}
