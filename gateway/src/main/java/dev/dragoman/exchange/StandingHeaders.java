package dev.dragoman.exchange;

import dev.dragoman.access.Caller;
import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.Accounts.Standing;
import dev.dragoman.ledger.Dollars;
import dev.dragoman.wire.Headers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Where a caller stands against its budgets, in the headers that Claude Code shows: of the budget
 * that is the most used. The upstream's own never get here.
 */
final class StandingHeaders {
  private static final String UNIFIED = "anthropic-ratelimit-unified-";
  private static final double[] THRESHOLDS = {0.95, 0.75};

  private StandingHeaders() {}

  /**
   * Adds them; none where there is no budget.
   *
   * @param caller whose soft budgets warn
   */
  static void add(List<Standing> standings, Caller caller, Headers.Builder out) {
    boolean warned = SoftBudgets.passed(standings, caller) != null;
    standings.stream()
        .filter(standing -> standing.account().measure() == Measure.COST)
        .max(Comparator.comparingDouble(StandingHeaders::used))
        .ifPresent(standing -> add(standing, warned, out));
    standings.stream()
        .filter(standing -> isOfKey(standing.account()))
        .findFirst()
        .ifPresent(standing -> {
          out.add("x-litellm-key-spend", Dollars.of(standing.used()).toPlainString());
          out.add(
              "x-litellm-key-max-budget", Dollars.of(standing.account().limit()).toPlainString());
        });
  }

  private static boolean isOfKey(Account account) {
    return account.measure() == Measure.COST
        && account.id().startsWith("key/")
        && account.id().indexOf('/', 4) == account.id().length() - "/cost".length();
  }

  private static void add(Standing standing, boolean warned, Headers.Builder out) {
    double used = used(standing);
    double passed = 0;
    for (double threshold : THRESHOLDS) {
      passed = passed == 0 && used >= threshold ? threshold : passed;
    }
    String status = passed > 0 || warned ? "allowed_warning" : "allowed";
    out.add(UNIFIED + "status", status);
    out.add(UNIFIED + "representative-claim", "overage");
    out.add(UNIFIED + "overage-status", status);
    BigDecimal share = BigDecimal.valueOf(Math.min(used, 0.99)).setScale(2, RoundingMode.DOWN);
    out.add(UNIFIED + "overage-utilization", share.toPlainString());
    if (passed > 0) {
      out.add(UNIFIED + "overage-surpassed-threshold", String.format(Locale.ROOT, "%.2f", passed));
    }
    Instant end = standing.account().window().end();
    if (end != null) {
      out.add(UNIFIED + "reset", String.valueOf(end.getEpochSecond()));
      out.add(UNIFIED + "overage-reset", String.valueOf(end.getEpochSecond()));
    }
  }

  /** The share of the budget that is used; what is reserved may come back. */
  private static double used(Standing standing) {
    long limit = standing.account().limit();
    return limit <= 0 ? 1 : Math.max(0, (double) standing.used() / limit);
  }
}
