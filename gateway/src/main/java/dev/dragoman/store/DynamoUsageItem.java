package dev.dragoman.store;

import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.provider.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The item of a usage record. Everything stands in {@code doc}; the other attributes are there for
 * conditions and indexes:
 *
 * <pre>
 * id        the record's; partition key
 * state     its state
 * doc       the record as JSON
 * settledBy a token of the call that settled it
 * expires   when time-to-live may delete it, in epoch seconds; not while it is open and due
 * shard     0 to 3, by the id: partition key of both indexes
 * dueAt     when it counts as overdue, in epoch milliseconds; only until it is done with
 * startId   START#ID, START in epoch milliseconds of 13 digits; only once it is settled
 * key user team session   a few bytes of their SHA-256, to leave others' records out by
 * </pre>
 *
 * <p>Of a payer an index need not know more: records are looked at before they are handed out. So
 * an entry of it is short, whatever clients call themselves.
 */
final class DynamoUsageItem {
  static final String ID = "id";
  static final String STATE = "state";
  static final String DOC = "doc";
  static final String SETTLED_BY = "settledBy";
  static final String SHARD = "shard";
  static final String DUE_AT = "dueAt";
  static final String START_ID = "startId";
  static final String KEY = "key";
  static final String USER = "user";
  static final String TEAM = "team";
  static final String SESSION = "session";

  static final int SHARDS = 4;

  /** Payers who have the same ones cost each other a read. */
  private static final int DIGEST_BYTES = 6;

  private DynamoUsageItem() {}

  /**
   * The item of {@code record}.
   *
   * @param retention how long it is kept from its start; null for ever
   */
  static DynamoItem of(UsageRecord record, @Nullable Duration retention) {
    boolean open = record.state() == State.OPEN;
    Instant due = Records.due(record);
    DynamoItem item =
        new DynamoItem()
            .text(ID, record.id())
            .text(STATE, record.state().name())
            .text(DOC, UsageRecordJson.write(record));
    if (due != null || !open) {
      item.text(SHARD, shard(record.id()));
    }
    if (due != null) {
      item.number(DUE_AT, Records.millis(due));
    }
    if (!open) {
      item.text(START_ID, startId(record))
          .bytes(KEY, digest(record.payer().keyHash()))
          .bytes(USER, digest(record.payer().user()))
          .bytes(TEAM, digest(record.payer().team()))
          .bytes(SESSION, digest(record.payer().session()));
    }
    if (retention != null && (due == null || !open)) {
      item.number(DynamoTable.EXPIRES, record.start().plus(retention).getEpochSecond());
    }
    return item;
  }

  static Map<String, AttributeValue> key(String id) {
    return new DynamoItem().text(ID, id).attributes();
  }

  /** So many shards take four times what one partition key of an index takes. */
  static String shard(String id) {
    return Integer.toString(Math.floorMod(id.hashCode(), SHARDS));
  }

  /** In the order of the records' starts, and of their ids within a millisecond. */
  static String startId(UsageRecord record) {
    return startsAt(record.start().toEpochMilli()) + "#" + record.id();
  }

  /**
   * Below every {@link #startId} of this millisecond, above every one of the millisecond before.
   */
  static String startsAt(long millis) {
    return String.format(Locale.ROOT, "%013d", millis);
  }

  static @Nullable SdkBytes digest(@Nullable String payer) {
    if (payer == null) {
      return null;
    }
    return SdkBytes.fromByteArray(HexFormat.of().parseHex(Sha256.hex(payer), 0, 2 * DIGEST_BYTES));
  }
}
