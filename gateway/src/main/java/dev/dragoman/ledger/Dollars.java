package dev.dragoman.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Money: a {@code long} in nano-dollars (10^-9 of a dollar; a micro-dollar is 1,000 of them). Fine
 * enough that a request's rounding is nothing, and good for nine billion dollars.
 */
public final class Dollars {
  /** Nano-dollars in a dollar. */
  public static final long ONE = 1_000_000_000L;

  private static final int PLACES = 9;

  private Dollars() {}

  /**
   * So many dollars.
   *
   * @throws ArithmeticException if they are more than a {@code long} of nano-dollars holds
   */
  public static long nanos(BigDecimal dollars) {
    return dollars.movePointRight(PLACES).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
  }

  /** The same in dollars, without zeros at the end. */
  public static BigDecimal of(long nanos) {
    BigDecimal dollars = BigDecimal.valueOf(nanos, PLACES).stripTrailingZeros();
    return dollars.scale() < 0 ? dollars.setScale(0) : dollars;
  }

  /** As a person reads it: {@code $0.0123}. */
  public static String text(long nanos) {
    return (nanos < 0 ? "-$" : "$") + of(Math.abs(nanos)).toPlainString();
  }
}
