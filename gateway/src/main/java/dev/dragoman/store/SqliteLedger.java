package dev.dragoman.store;

import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ledger in the table {@code usage}: the record as JSON in {@code doc}, and columns of it.
 * {@code due_at} (epoch milliseconds) is when it counts as overdue, null once it is done with.
 */
final class SqliteLedger implements UsageLedger {
  private static final String INSERT =
      """
      INSERT INTO usage (id, state, start, key_hash, model_asked, model_served, provider,
        deployment, usage_origin, input, output, cache_read, cache_write_5m, cache_write_1h,
        thinking, status, user, team, session, cost, due_at, doc)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO\
      """;

  private static final String OPEN = INSERT + " NOTHING";

  private static final String SETTLE =
      INSERT
          + """
           UPDATE SET state = excluded.state, start = excluded.start, key_hash = excluded.key_hash,
            model_asked = excluded.model_asked, model_served = excluded.model_served,
            provider = excluded.provider, deployment = excluded.deployment,
            usage_origin = excluded.usage_origin, input = excluded.input, output = excluded.output,
            cache_read = excluded.cache_read, cache_write_5m = excluded.cache_write_5m,
            cache_write_1h = excluded.cache_write_1h, thinking = excluded.thinking,
            status = excluded.status, user = excluded.user, team = excluded.team,
            session = excluded.session, cost = excluded.cost, due_at = excluded.due_at,
            doc = excluded.doc
          WHERE usage.state = 'OPEN'\
          """;

  /** What an open record can have is in its document, but for when it is due. */
  private static final String HOLD =
      "UPDATE usage SET due_at = ?, doc = ? WHERE id = ? AND state = 'OPEN'";

  private static final String POSTED =
      "UPDATE usage SET due_at = NULL WHERE id = ? AND state <> 'OPEN'";

  private static final String DISCARD = "DELETE FROM usage WHERE id = ? AND state = 'OPEN'";

  private static final String PRICE = "UPDATE usage SET cost = ?, doc = ? WHERE id = ?";

  private static final String FIND = "SELECT doc FROM usage WHERE id = ?";

  static final String OVERDUE =
      "SELECT id, doc FROM usage WHERE due_at <= ? ORDER BY due_at LIMIT ?";

  private final SqliteWriter writer;
  private final SqliteReader reader;

  SqliteLedger(SqliteWriter writer, SqliteReader reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public void open(UsageRecord record) {
    Records.requireOpen(record);
    @Nullable Object[] row = row(record);
    writer.write("open a usage record", connection -> connection.update(OPEN, row));
  }

  @Override
  public void hold(UsageRecord record) {
    Records.requireOpen(record);
    @Nullable Object[] row = {due(record), UsageRecordJson.write(record), record.id()};
    writer.write("hold more for a request", connection -> connection.update(HOLD, row));
  }

  @Override
  public boolean settle(UsageRecord record) {
    Records.requireSettled(record);
    @Nullable Object[] row = row(record);
    return writer.write("settle a usage record", connection -> connection.update(SETTLE, row) > 0);
  }

  @Override
  public void posted(String id) {
    writer.write("close a usage record", connection -> connection.update(POSTED, id));
  }

  @Override
  public void discard(String id) {
    writer.write("discard a usage record", connection -> connection.update(DISCARD, id));
  }

  @Override
  public boolean price(String id, Cost cost) {
    return writer.write(
        "price a usage record",
        connection -> {
          Optional<UsageRecord> found =
              connection.query(row -> row.getString(1), FIND, id).stream()
                  .findFirst()
                  .map(UsageRecordJson::read)
                  .filter(record -> record.state() != State.OPEN);
          if (found.isEmpty()) {
            return false;
          }
          String doc = UsageRecordJson.write(found.get().at(cost));
          return connection.update(PRICE, cost.provider(), doc, id) > 0;
        });
  }

  @Override
  public Optional<UsageRecord> find(String id) {
    return reader.read("find a usage record", row -> row.getString(1), FIND, id).stream()
        .findFirst()
        .map(UsageRecordJson::read);
  }

  @Override
  public List<UsageRecord> overdue(Instant now, int limit) {
    return reader
        .read(
            "find overdue usage records",
            row -> Records.readable(row.getString(1), row.getString(2)),
            OVERDUE,
            Records.millis(now),
            limit)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public List<UsageRecord> list(Selection selection, @Nullable String after, int limit) {
    return new SqliteUsageList(reader, selection).page(after, limit);
  }

  /** In the order of the columns; made by the caller's thread, not by the one that writes. */
  private static @Nullable Object[] row(UsageRecord record) {
    Usage usage = record.usage();
    return new @Nullable Object[] {
      record.id(),
      record.state().name(),
      record.start().toEpochMilli(),
      record.payer().keyHash(),
      record.modelAsked(),
      record.modelServed(),
      record.provider(),
      record.deployment(),
      usage.origin().name(),
      usage.input(),
      usage.output(),
      usage.cacheRead(),
      usage.cacheWrite5m(),
      usage.cacheWrite1h(),
      usage.thinking(),
      record.status(),
      record.payer().user(),
      record.payer().team(),
      record.payer().session(),
      record.cost().provider(),
      due(record),
      UsageRecordJson.write(record)
    };
  }

  private static @Nullable Long due(UsageRecord record) {
    Instant due = Records.due(record);
    return due == null ? null : Records.millis(due);
  }
}
