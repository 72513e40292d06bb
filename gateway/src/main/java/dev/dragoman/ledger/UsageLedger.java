package dev.dragoman.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The port to the ledger. A record is written open and settled once; every call can be repeated and
 * then changes nothing more. A store that cannot be reached throws {@link
 * java.io.UncheckedIOException}.
 */
public interface UsageLedger {
  /** Writes an open record; does nothing if one with its id is there, open or settled. */
  void open(UsageRecord record);

  /** Replaces an open record by another open one with more held; nothing if it is not open. */
  default void hold(UsageRecord record) {
    throw new UnsupportedOperationException();
  }

  /**
   * Settles a request: its record becomes {@code record}, whether or not it was opened. False if it
   * had been settled before; then nothing changes.
   */
  boolean settle(UsageRecord record);

  /** The accounts have what the settled record says: nobody need look for it any more. */
  default void posted(String id) {
    throw new UnsupportedOperationException();
  }

  /** The record of a request. */
  Optional<UsageRecord> find(String id);

  /**
   * Records that should be done with by {@code now} and are not: open ones whose {@code until} is
   * over, and settled ones with a hold that were not said to be posted by then. The longest overdue
   * first.
   */
  default List<UsageRecord> overdue(Instant now, int limit) {
    throw new UnsupportedOperationException();
  }

  /** Forgets an open record of a request that was refused before anybody was asked. */
  default void discard(String id) {
    throw new UnsupportedOperationException();
  }

  /** Makes {@code cost} the cost of a settled record; false if there is none. */
  default boolean price(String id, Cost cost) {
    throw new UnsupportedOperationException();
  }

  /**
   * Settled records by their start, the newest first.
   *
   * @param after the id of the last record of the page before; null for the first page
   */
  default List<UsageRecord> list(Selection selection, @Nullable String after, int limit) {
    throw new UnsupportedOperationException();
  }

  /**
   * Which records.
   *
   * @param from the first instant
   * @param until the first instant that is too late
   * @param keyHash only those of a key; null for all; the others likewise
   */
  record Selection(
      Instant from,
      Instant until,
      @Nullable String keyHash,
      @Nullable String user,
      @Nullable String team,
      @Nullable String session) {
    /** All of a span of time. */
    public static Selection all(Instant from, Instant until) {
      return new Selection(from, until, null, null, null, null);
    }

    /** Whether a record is one of them. */
    public boolean has(UsageRecord record) {
      Payer payer = record.payer();
      return !record.start().isBefore(from)
          && record.start().isBefore(until)
          && (keyHash == null || keyHash.equals(payer.keyHash()))
          && (user == null || user.equals(payer.user()))
          && (team == null || team.equals(payer.team()))
          && (session == null || session.equals(payer.session()));
    }
  }
}
