package dev.dragoman.bench;

import java.util.Arrays;
import java.util.Collection;

/** Percentiles and medians; of nothing they are NaN, which is printed as unknown. */
final class Figures {
  private Figures() {}

  /** The smallest value that at least the share {@code p} of them does not exceed. */
  static double percentile(double[] values, double p) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.clamp((int) Math.ceil(p * sorted.length) - 1, 0, sorted.length - 1)];
  }

  /**
   * The middle value, or the mean of the two middle ones; values that are not known are left out.
   */
  static double median(Collection<Double> values) {
    double[] sorted =
        values.stream().mapToDouble(v -> v).filter(v -> !Double.isNaN(v)).sorted().toArray();
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The number with that many decimals, or "unknown". */
  static String show(double value, int decimals) {
    return Double.isNaN(value) ? "unknown" : ("%." + decimals + "f").formatted(value);
  }
}
