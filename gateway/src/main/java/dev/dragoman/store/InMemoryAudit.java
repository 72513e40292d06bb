package dev.dragoman.store;

import dev.dragoman.access.AuditLog;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** An audit log that lasts as long as its process. */
final class InMemoryAudit implements AuditLog {
  private final ConcurrentSkipListMap<String, String> docs = new ConcurrentSkipListMap<>();

  @Override
  public void write(Entry entry) {
    docs.putIfAbsent(entry.place(), AuditJson.write(entry));
  }

  @Override
  public List<Entry> list(Instant from, Instant until, @Nullable String after, int limit) {
    AuditSpan span = AuditSpan.of(from, until, after);
    return span.isEmpty()
        ? List.of()
        : docs.subMap(span.from(), span.until()).descendingMap().values().stream()
            .limit(limit)
            .map(AuditJson::read)
            .toList();
  }
}
