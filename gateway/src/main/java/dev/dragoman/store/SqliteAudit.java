package dev.dragoman.store;

import dev.dragoman.access.AuditLog;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit log in the table {@code audit}: entries as JSON, by their places. */
final class SqliteAudit implements AuditLog {
  private static final String WRITE =
      "INSERT INTO audit (place, doc) VALUES (?, ?) ON CONFLICT (place) DO NOTHING";

  private static final String LIST =
      "SELECT doc FROM audit WHERE place >= ? AND place < ? ORDER BY place DESC LIMIT ?";

  private final SqliteWriter writer;
  private final SqliteReader reader;

  SqliteAudit(SqliteWriter writer, SqliteReader reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public void write(Entry entry) {
    String doc = AuditJson.write(entry);
    writer.write(
        "write to the audit log", connection -> connection.update(WRITE, entry.place(), doc));
  }

  @Override
  public List<Entry> list(Instant from, Instant until, @Nullable String after, int limit) {
    AuditSpan span = AuditSpan.of(from, until, after);
    return reader
        .read("read the audit log", row -> row.getString(1), LIST, span.from(), span.until(), limit)
        .stream()
        .map(AuditJson::read)
        .toList();
  }
}
