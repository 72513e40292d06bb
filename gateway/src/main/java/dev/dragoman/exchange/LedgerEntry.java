package dev.dragoman.exchange;

import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageRecord;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One request's record on its way to the ledger. It is written open beside the call to the
 * provider, so that the call does not wait for the store, and settled behind it. A store that fails
 * does not fail the request: what could not be written stands in the log.
 */
final class LedgerEntry {
  private static final Logger LOG = System.getLogger("dev.dragoman");

  private final UsageLedger ledger;
  private final CompletableFuture<Void> opening;

  private LedgerEntry(UsageLedger ledger, CompletableFuture<Void> opening) {
    this.ledger = ledger;
    this.opening = opening;
  }

  /** Begins to write {@code record}. */
  static LedgerEntry open(UsageLedger ledger, UsageRecord record) {
    CompletableFuture<Void> opening =
        CompletableFuture.runAsync(
            () -> ledger.open(record),
            write -> Thread.ofVirtual().name("ledger " + record.id()).start(write));
    return new LedgerEntry(ledger, opening);
  }

  /** Settles the request; when this returns, its record will outlive this process. */
  void settle(UsageRecord record) {
    try {
      opening.join();
    } catch (CompletionException e) {
      LOG.log(Level.WARNING, "request " + record.id() + " could not be written open", e.getCause());
    }
    try {
      ledger.settle(record);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the ledger could not be written; the record was " + record, e);
    }
  }
}
