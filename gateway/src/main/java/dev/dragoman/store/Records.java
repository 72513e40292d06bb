package dev.dragoman.store;

import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every ledger asks and knows of the records it is given. */
final class Records {
  private static final Logger LOG = System.getLogger("dev.dragoman");

  /** The newest first, as far as milliseconds tell; then the last id. */
  static final Comparator<UsageRecord> NEWEST =
      Comparator.comparingLong((UsageRecord record) -> record.start().toEpochMilli())
          .thenComparing(UsageRecord::id)
          .reversed();

  private static final Instant LAST = Instant.parse("2286-11-20T17:46:39Z");

  private Records() {}

  static void requireOpen(UsageRecord record) {
    if (record.state() != State.OPEN) {
      throw new IllegalArgumentException("not an open record: " + record.id());
    }
    if (record.hold() != null && record.until() == null) {
      throw new IllegalArgumentException("held until nobody knows when: " + record.id());
    }
  }

  static void requireSettled(UsageRecord record) {
    if (record.state() == State.OPEN) {
      throw new IllegalArgumentException("not a settled record: " + record.id());
    }
  }

  /**
   * When a record that was written now counts as overdue; null if never. One that is settled, has a
   * hold and does not say until when, at once: posting it again does no harm.
   */
  static @Nullable Instant due(UsageRecord record) {
    if (record.state() == State.OPEN) {
      return record.until();
    }
    if (record.hold() == null) {
      return null;
    }
    return record.until() == null ? record.start() : record.until();
  }

  /**
   * Epoch milliseconds, of 13 digits at most; whatever is beyond counts as the first or the last.
   */
  static long millis(Instant instant) {
    return instant.isBefore(Instant.EPOCH)
        ? 0
        : instant.isAfter(LAST) ? LAST.toEpochMilli() : instant.toEpochMilli();
  }

  /** The fault of naming a record that a page cannot begin after. */
  static IllegalArgumentException noneAfter(String id) {
    return new IllegalArgumentException("no settled record " + id + " to go on after");
  }

  /** A record that is one of many: if it cannot be read, the others still are. */
  static Optional<UsageRecord> readable(String id, String doc) {
    try {
      return Optional.of(UsageRecordJson.read(doc));
    } catch (UncheckedIOException e) {
      LOG.log(Level.ERROR, "the record of request " + id + " is passed over", e);
      return Optional.empty();
    }
  }
}
