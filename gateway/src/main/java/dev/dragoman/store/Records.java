package dev.dragoman.store;

import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;

/** What every ledger asks of the records it is given. */
final class Records {
  private Records() {}

  static void requireOpen(UsageRecord record) {
    if (record.state() != State.OPEN) {
      throw new IllegalArgumentException("not an open record: " + record.id());
    }
  }

  static void requireSettled(UsageRecord record) {
    if (record.state() == State.OPEN) {
      throw new IllegalArgumentException("not a settled record: " + record.id());
    }
  }
}
