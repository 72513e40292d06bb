package dev.dragoman.exchange;

import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Settlement;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageRecord;
import java.util.function.Consumer;

/**
 * What the money of requests is written in.
 *
 * @param cost of a record, settled or about to be
 * @param settled hears of each record that was settled
 */
record Books(UsageLedger ledger, Accounts accounts, Tariff cost, Consumer<UsageRecord> settled) {
  /** What requests cost. */
  interface Tariff {
    /** The cost of a record whose answer has so many bytes. */
    Cost of(UsageRecord record, long bytes);
  }

  /** How a request ends in them. */
  Settlement settlement() {
    return new Settlement(ledger, accounts);
  }
}
