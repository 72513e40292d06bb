package dev.dragoman.exchange;

import dev.dragoman.ledger.OperatingPrices;
import dev.dragoman.ledger.UsageRecord;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What running the gateway for a request costs: reckoned, since nobody bills a single one. */
final class RunningCost {
  /** Opened and settled, with the entries in both indexes; see docs/ledger.md. */
  private static final long WRITES = 5;

  /** Two kilobytes where it is settled, and one more write where it is done with. */
  private static final long WRITES_OF_A_HOLD = 3;

  /** Drawn and posted. */
  private static final long WRITES_OF_AN_ACCOUNT = 2;

  /** The key, its user and its team, where they are not known from a moment ago. */
  private static final long READS = 3;

  private RunningCost() {}

  /** In nano-dollars; null where nobody charges for it, or the request has not ended. */
  static @Nullable Long of(UsageRecord record, @Nullable OperatingPrices prices, long bytes) {
    Instant end = record.end();
    if (prices == null || end == null) {
      return null;
    }
    int accounts = record.hold() == null ? 0 : record.hold().parts().size();
    long writes = WRITES + (accounts == 0 ? 0 : WRITES_OF_A_HOLD + accounts * WRITES_OF_AN_ACCOUNT);
    return prices.nanos(Duration.between(record.start(), end).toMillis(), bytes, writes, READS);
  }
}
