package dev.dragoman.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One row of the comparison.
 *
 * @param n requests that count in each round
 * @param c requests under way at once
 */
record Case(String name, Shape shape, int n, int c) {
  /** What one case measured: the same number of rounds on both sides, taken in turns. */
  record Outcome(Case measured, List<Report> direct, List<Report> gateway) {
    int failed() {
      return direct.stream().mapToInt(Report::failed).sum()
          + gateway.stream().mapToInt(Report::failed).sum();
    }

    double direct(ToDoubleFunction<Report> figure) {
      return median(direct, figure);
    }

    double gateway(ToDoubleFunction<Report> figure) {
      return median(gateway, figure);
    }

    /** Milliseconds to the first text that the gateway adds: the difference of the medians. */
    double added() {
      return gateway(Report::ttftP50) - direct(Report::ttftP50);
    }

    /** The gateway's throughput as a share of the upstream's own. */
    double share() {
      return gateway(Report::rps) / direct(Report::rps);
    }

    private static double median(List<Report> rounds, ToDoubleFunction<Report> figure) {
      return Figures.median(rounds.stream().map(figure::applyAsDouble).toList());
    }
  }
}
