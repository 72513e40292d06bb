package dev.dragoman.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as YAML 1.1 writes them: {@code 1_000}, octal {@code 010}, {@code 0x1F}, {@code 0b11},
 * base 60 {@code 1:30}, {@code .5}, {@code 1e-6}.
 */
final class YamlNumber {
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,6})?");
  private static final int LONGEST = 64;
  private static final int LARGEST_EXPONENT = 308;

  private YamlNumber() {}

  /** What a plain scalar that YAML takes for a number comes to; null when it is not finite. */
  static @Nullable BigDecimal plain(String written) {
    if (written.length() > LONGEST) {
      return null;
    }
    String text = written.replace("_", "");
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    BigDecimal magnitude = magnitude(digits);
    return magnitude == null || !negative ? magnitude : magnitude.negate();
  }

  /** What decimal text comes to, as a quoted number or an environment variable holds it. */
  static @Nullable BigDecimal decimal(String written) {
    String text = written.strip();
    if (text.length() > LONGEST || !DECIMAL.matcher(text).matches()) {
      return null;
    }
    BigDecimal number = new BigDecimal(text);
    // beyond the range of a double, where rounding to an integer could take any amount of memory
    return Math.abs((long) number.precision() - number.scale()) > LARGEST_EXPONENT ? null : number;
  }

  private static @Nullable BigDecimal magnitude(String digits) {
    try {
      if (digits.startsWith("0b")) {
        return new BigDecimal(new BigInteger(digits.substring(2), 2));
      }
      if (digits.startsWith("0x")) {
        return new BigDecimal(new BigInteger(digits.substring(2), 16));
      }
      if (digits.indexOf(':') > 0) {
        return base60(digits);
      }
      if (digits.matches("0[0-7]+")) {
        return new BigDecimal(new BigInteger(digits, 8));
      }
    } catch (NumberFormatException _) {
      return null;
    }
    return decimal(digits);
  }

  private static @Nullable BigDecimal base60(String digits) {
    BigDecimal sum = BigDecimal.ZERO;
    for (String place : digits.split(":", -1)) {
      BigDecimal value = decimal(place);
      if (value == null) {
        return null;
      }
      sum = sum.multiply(BigDecimal.valueOf(60)).add(value);
    }
    return sum;
  }
}
