package dev.dragoman.store;

import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledger in the table {@code usage}: the record as JSON in {@code doc}, and columns of it. */
final class SqliteLedger implements UsageLedger {
  private static final String INSERT =
      """
      INSERT INTO usage (id, state, start, key_hash, model_asked, model_served, provider,
        deployment, usage_origin, input, output, cache_read, cache_write_5m, cache_write_1h,
        thinking, status, doc)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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
            status = excluded.status, doc = excluded.doc
          WHERE usage.state = 'OPEN'\
          """;

  private static final String FIND = "SELECT doc FROM usage WHERE id = ?";

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
  public boolean settle(UsageRecord record) {
    Records.requireSettled(record);
    @Nullable Object[] row = row(record);
    return writer.write("settle a usage record", connection -> connection.update(SETTLE, row) > 0);
  }

  @Override
  public Optional<UsageRecord> find(String id) {
    return reader.read("find a usage record", row -> row.getString(1), FIND, id).stream()
        .findFirst()
        .map(UsageRecordJson::read);
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
      UsageRecordJson.write(record)
    };
  }
}
