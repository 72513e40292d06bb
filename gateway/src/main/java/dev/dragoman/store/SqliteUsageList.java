package dev.dragoman.store;

import dev.dragoman.ledger.UsageLedger.Selection;
import dev.dragoman.ledger.UsageRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settled records of a selection, by pages. The statement goes down one index: of the session, key,
 * user or team that is asked for, else of all records. It compares whole milliseconds; what begins
 * or ends within one is left to the records themselves.
 */
final class SqliteUsageList {
  private static final String POSITION = "SELECT start FROM usage WHERE id = ? AND state <> 'OPEN'";

  private final SqliteReader reader;
  private final Selection selection;
  private final String sql;
  private final List<Object> values = new ArrayList<>();

  /** Where a page begins: below this start, and in its millisecond below this id. */
  private record Position(long start, String id) {}

  SqliteUsageList(SqliteReader reader, Selection selection) {
    this.reader = reader;
    this.selection = selection;
    StringBuilder where = new StringBuilder("SELECT doc FROM usage WHERE state <> 'OPEN'");
    and(where, "session", selection.session());
    and(where, "key_hash", selection.keyHash());
    and(where, "user", selection.user());
    and(where, "team", selection.team());
    this.sql =
        where
            .append(" AND start >= ? AND (start, id) < (?, ?) ORDER BY start DESC, id DESC LIMIT ?")
            .toString();
  }

  private void and(StringBuilder where, String column, @Nullable String value) {
    if (value != null) {
      where.append(" AND ").append(column).append(" = ?");
      values.add(value);
    }
  }

  String sql() {
    return sql;
  }

  List<UsageRecord> page(@Nullable String after, int limit) {
    // No id is below the empty one, so the millisecond above the last one that counts is left out.
    Position from = new Position(Records.millis(selection.until()) + 1, "");
    if (after != null) {
      Position last = position(after);
      from = last.start() < from.start() ? last : from;
    }
    List<UsageRecord> page = new ArrayList<>();
    List<UsageRecord> read;
    int asked;
    do {
      asked = limit - page.size();
      read = read(from, asked);
      read.stream().filter(selection::has).forEach(page::add);
      if (!read.isEmpty()) {
        UsageRecord last = read.getLast();
        from = new Position(last.start().toEpochMilli(), last.id());
      }
    } while (read.size() == asked && page.size() < limit);
    return page;
  }

  private List<UsageRecord> read(Position from, int limit) {
    List<Object> all = new ArrayList<>(values);
    all.addAll(List.of(Records.millis(selection.from()), from.start(), from.id(), limit));
    return reader.read("list usage records", row -> row.getString(1), sql, all.toArray()).stream()
        .map(UsageRecordJson::read)
        .toList();
  }

  private Position position(String id) {
    List<Long> starts = reader.read("find a usage record", row -> row.getLong(1), POSITION, id);
    if (starts.isEmpty()) {
      throw Records.noneAfter(id);
    }
    return new Position(starts.getFirst(), id);
  }
}
