package dev.dragoman.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The port to the ledger. Every call can be repeated, also after an answer that was lost, and then
 * changes nothing more. A store that cannot be reached throws {@link java.io.UncheckedIOException}.
 *
 * <pre>
 *          hold
 *         +----+
 *  open   |    v   settle            posted
 * ------&gt; OPEN -----------&gt; settled ------------&gt; settled, and done with
 *          |                   |
 *          | discard           | without a hold: done with
 *          v                   v
 * </pre>
 *
 * <p>What is not done with by the time that stands in its {@code until} is {@link #overdue}. Of
 * calls that race, one is first, and the others do what the state says that they then find.
 */
public interface UsageLedger {
  /**
   * Writes an open record; does nothing if one with its id is there, open or settled.
   *
   * @throws IllegalArgumentException if it has a hold and no {@code until}: nobody would find it
   */
  void open(UsageRecord record);

  /**
   * Replaces an open record by another open one with more held; nothing if it is not open.
   *
   * @throws IllegalArgumentException as {@link #open} does
   */
  void hold(UsageRecord record);

  /**
   * Settles a request: its record becomes {@code record}, whether or not it was opened. False if it
   * had been settled before; then nothing changes.
   */
  boolean settle(UsageRecord record);

  /** The accounts have what the settled record says: nobody need look for it any more. */
  void posted(String id);

  /** The record of a request. */
  Optional<UsageRecord> find(String id);

  /**
   * Records that should be done with by {@code now} and are not: open ones whose {@code until} is
   * over, and settled ones with a hold that were not said to be posted by then. The longest overdue
   * first. One that cannot be read is named in the log and left out.
   */
  List<UsageRecord> overdue(Instant now, int limit);

  /** Forgets an open record of a request that was refused before anybody was asked. */
  void discard(String id);

  /**
   * Makes {@code cost} the cost of a settled record; false if there is none. Accounts are not
   * touched: what was posted to them stays.
   */
  boolean price(String id, Cost cost);

  /**
   * Settled records by their start, the newest first; those of one millisecond by their ids, the
   * last first. A record that was settled a moment ago may be missing.
   *
   * @param after the id of the last record of the page before; null for the first page
   * @throws IllegalArgumentException if there is no settled record {@code after} (any more)
   */
  List<UsageRecord> list(Selection selection, @Nullable String after, int limit);

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
