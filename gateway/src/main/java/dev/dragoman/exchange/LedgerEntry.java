package dev.dragoman.exchange;

import dev.dragoman.ledger.Settlement;
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

  /** Forgets a request for which nothing was drawn and nobody asked. */
  void discard(String id) {
    try {
      books.ledger().discard(id);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "request " + id + " was refused and could not be forgotten", e);
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
      if (books.ledger().settle(record)) {
        books.settled().accept(record);
        post(record);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the ledger could not be written; the record was " + record, e);
    }
  }

  private void post(UsageRecord record) {
    if (record.hold() != null) {
      books.accounts().post(record.id(), Settlement.of(record));
      books.ledger().posted(record.id());
    }
  }
}
