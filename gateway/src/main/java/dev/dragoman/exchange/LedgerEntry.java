package dev.dragoman.exchange;

import dev.dragoman.ledger.UsageRecord;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One request's record on its way to the ledger, and what it used on its way to the accounts.
 *
 * <p>The record is written open: beside the call to the provider, so that the call does not wait
 * for the store; or, where something is to be drawn for it, before that, so that a draw is never
 * lost. It is settled behind the call. A store that fails then does not fail the request: what
 * could not be written stands in the log, and the sweep ends what stays open.
 */
final class LedgerEntry {
  private static final Logger LOG = System.getLogger("dev.dragoman");

  private final Books books;
  private final CompletableFuture<?> opening;

  private LedgerEntry(Books books, CompletableFuture<?> opening) {
    this.books = books;
    this.opening = opening;
  }

  /** Begins to write {@code record}. */
  static LedgerEntry open(Books books, UsageRecord record) {
    CompletableFuture<Void> opening =
        CompletableFuture.runAsync(
            () -> books.ledger().open(record),
            write -> Thread.ofVirtual().name("ledger " + record.id()).start(write));
    return new LedgerEntry(books, opening);
  }

  /**
   * Writes {@code record} before anything is drawn for it.
   *
   * @throws java.io.UncheckedIOException if it could not be written
   */
  static LedgerEntry hold(Books books, UsageRecord record) {
    books.ledger().open(record);
    return new LedgerEntry(books, CompletableFuture.completedFuture(record));
  }

  /** Writes that more is about to be drawn, or less. */
  void change(UsageRecord record) {
    books.ledger().hold(record);
  }

  /** Gives back what may have been drawn for a request that nobody is asked for, and forgets it. */
  void discard(UsageRecord open) {
    try {
      books.settlement().undo(open);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "request " + open.id() + " was refused and not forgotten yet", e);
    }
  }

  /** Settles the request; when this returns, its record will outlive this process. */
  void settle(UsageRecord record) {
    try {
      opening.join();
    } catch (CompletionException e) {
      LOG.log(Level.WARNING, "request " + record.id() + " could not be written open", e.getCause());
    }
    try {
      if (books.settlement().settle(record)) {
        books.settled().accept(record);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the ledger could not be written; the record was " + record, e);
    }
  }
}
