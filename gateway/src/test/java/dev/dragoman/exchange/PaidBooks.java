package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dragoman.ledger.Accounts.Standing;
import dev.dragoman.ledger.Sweep;
import dev.dragoman.ledger.UsageLedger.Selection;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is in the books of {@link PaidGateway}s when all have ended and a sweep has been through.
 *
 * @param swept how many requests the sweep ended
 * @param byNumber the record of each request that cost something or was to
 */
record PaidBooks(Standing standing, int swept, Map<Long, UsageRecord> byNumber) {
  /** Sweeps, and holds every figure against every other. */
  static PaidBooks balanced(Store store) {
    Instant later = Instant.now().plus(Duration.ofDays(1));
    Sweep sweep = new Sweep(store.ledger(), store.accounts());
    int swept = sweep.run(later);
    assertEquals(0, sweep.run(later));
    assertEquals(List.of(), store.ledger().overdue(Instant.MAX, 1));

    long sum = 0;
    Map<Long, UsageRecord> byNumber = new HashMap<>();
    for (UsageRecord record : all(store, later)) {
      long cost = cost(record);
      sum += cost;
      long number = Long.parseLong(Objects.requireNonNull(record.payer().session()));
      if (record.state() == State.COMPLETED || cost > 0) {
        assertNull(byNumber.put(number, record), () -> "charged twice: request " + number);
      }
    }
    Standing standing = store.accounts().standing(PaidGateway.account());
    assertEquals(sum, standing.used());
    assertEquals(0, standing.reserved());
    return new PaidBooks(standing, swept, byNumber);
  }

  /** Nano-dollars. */
  static long cost(UsageRecord record) {
    Long cost = record.cost().provider();
    assertNotNull(cost, record::toString);
    return cost;
  }

  private static List<UsageRecord> all(Store store, Instant later) {
    Selection all = Selection.all(Instant.EPOCH, later);
    List<UsageRecord> records = new ArrayList<>();
    List<UsageRecord> page = store.ledger().list(all, null, 1_000);
    while (!page.isEmpty()) {
      records.addAll(page);
      page = store.ledger().list(all, page.getLast().id(), 1_000);
    }
    return records;
  }
}
