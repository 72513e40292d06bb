package dev.dragoman.ledger;

import java.util.Optional;

/**
 * The port to the ledger. A record is written open and settled once; every call can be repeated and
 * then changes nothing more. A store that cannot be reached throws {@link
 * java.io.UncheckedIOException}.
 */
public interface UsageLedger {
  /** Writes an open record; does nothing if one with its id is there, open or settled. */
  void open(UsageRecord record);

  /**
   * Settles a request: its record becomes {@code record}, whether or not it was opened. False if it
   * had been settled before; then nothing changes.
   */
  boolean settle(UsageRecord record);

  /** The record of a request. */
  Optional<UsageRecord> find(String id);
}
