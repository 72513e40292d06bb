package dev.dragoman.ledger;

import dev.dragoman.ledger.UsageLedger.Selection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The costs of settled records made anew after prices were corrected. What running the gateway cost
 * stays as it was, and so does a cost that the prices of today do not tell. It can be repeated, and
 * be broken off and begun again; sums and accounts are others' to correct.
 */
public final class Repricing {
  private static final int PAGE = 500;

  private final UsageLedger ledger;
  private final Pricing pricing;

  /** Prices the records of {@code ledger} by {@code pricing}. */
  public Repricing(UsageLedger ledger, Pricing pricing) {
    this.ledger = ledger;
    this.pricing = pricing;
  }

  /**
   * What came of it. Costs are what providers charge, in nano-dollars, as far as they are known.
   *
   * @param records that were looked at
   * @param changed of which the cost is another now
   * @param before what all cost
   * @param after what all cost now
   * @param unknown of which nobody knows the cost, still
   * @param unpriced what those used that has no price: {@code MODEL input} ..., sorted
   */
  public record Outcome(
      long records, long changed, long before, long after, long unknown, List<String> unpriced) {
    public Outcome {
      unpriced = List.copyOf(unpriced);
    }
  }

  /**
   * Prices what began from {@code from} on and before {@code until}.
   *
   * @param touched is told each day (UTC) of which a cost has changed, once, at the end, or when it
   *     breaks off
   */
  public Outcome run(Instant from, Instant until, Consumer<LocalDate> touched) {
    Run run = new Run();
    try {
      Selection selection = Selection.all(from, until);
      List<UsageRecord> page = ledger.list(selection, null, PAGE);
      while (!page.isEmpty()) {
        page.forEach(run::price);
        page = ledger.list(selection, page.getLast().id(), PAGE);
      }
    } finally {
      run.days.stream().sorted().forEach(touched);
    }
    return run.outcome();
  }

  private final class Run {
    private final Set<LocalDate> days = new HashSet<>();
    private final Set<String> unpriced = new TreeSet<>();
    private long records;
    private long changed;
    private long before;
    private long after;
    private long unknown;

    void price(UsageRecord record) {
      Cost old = record.cost();
      Cost now = pricing.of(record);
      records++;
      before = plus(before, old.provider());
      boolean lost = now.provider() == null && old.provider() != null;
      if (lost || now.equals(old) || !set(record, now)) {
        now = old;
      }
      after = plus(after, now.provider());
      if (now.provider() == null) {
        unknown++;
        unpriced.addAll(now.unpriced());
      }
    }

    private boolean set(UsageRecord record, Cost cost) {
      // Told even if the answer is lost: a day whose sums are made anew in vain loses nothing.
      days.add(record.start().atOffset(ZoneOffset.UTC).toLocalDate());
      boolean there = ledger.price(record.id(), cost);
      changed += there ? 1 : 0;
      return there;
    }

    Outcome outcome() {
      return new Outcome(records, changed, before, after, unknown, List.copyOf(unpriced));
    }
  }

  /** Sums of what nobody can have paid stay at the most. */
  private static long plus(long sum, @Nullable Long cost) {
    return cost == null ? sum : sum > Long.MAX_VALUE - cost ? Long.MAX_VALUE : sum + cost;
  }
}
