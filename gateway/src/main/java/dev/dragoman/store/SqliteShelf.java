package dev.dragoman.store;

import dev.dragoman.access.Directory.Shelf;
import dev.dragoman.access.Entry;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one kind in the table {@code entry}: the entry as JSON in {@code doc}, and columns
 * of it.
 */
class SqliteShelf<T extends Entry> implements Shelf<T> {
  private static final String FIND = "SELECT doc FROM entry WHERE kind = ? AND id = ?";

  private static final String STORED = "SELECT revision, doc FROM entry WHERE kind = ? AND id = ?";

  private static final String PUT =
      """
      INSERT INTO entry (kind, id, revision, doc) VALUES (?, ?, ?, ?)
      ON CONFLICT (kind, id) DO UPDATE SET revision = excluded.revision, doc = excluded.doc\
      """;

  private static final String REMOVE = "DELETE FROM entry WHERE kind = ? AND id = ?";

  private static final String LIST =
      "SELECT doc FROM entry WHERE kind = ? AND id > ? ORDER BY id LIMIT ?";

  private final EntryForm<T> form;
  private final SqliteWriter writer;
  private final SqliteReader reader;

  private record Stored(long revision, String doc) {}

  SqliteShelf(EntryForm<T> form, SqliteWriter writer, SqliteReader reader) {
    this.form = form;
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public Optional<T> find(String id) {
    return query(FIND, form.kind(), id).stream().findFirst();
  }

  @Override
  public boolean put(T entry) {
    String doc = form.write(entry);
    return writer.write("put a " + form.kind(), connection -> put(connection, entry, doc));
  }

  private boolean put(SqliteConnection connection, T entry, String doc) throws SQLException {
    Stored before =
        connection
            .query(
                row -> new Stored(row.getLong(1), row.getString(2)),
                STORED,
                form.kind(),
                entry.id())
            .stream()
            .findFirst()
            .orElse(new Stored(0, ""));
    if (before.doc().equals(doc)) {
      return true;
    }
    if (before.revision() != entry.revision() - 1 || !mayPut(connection, entry)) {
      return false;
    }
    connection.update(PUT, form.kind(), entry.id(), entry.revision(), doc);
    afterPut(connection, entry);
    return true;
  }

  /** Whether nothing else stands in the way. */
  boolean mayPut(SqliteConnection connection, T entry) throws SQLException {
    return true;
  }

  /** Writes what else a kind has in columns. */
  void afterPut(SqliteConnection connection, T entry) throws SQLException {}

  @Override
  public boolean remove(String id) {
    return writer.write(
        "remove a " + form.kind(), connection -> connection.update(REMOVE, form.kind(), id) > 0);
  }

  @Override
  public List<T> list(@Nullable String after, int limit) {
    return query(LIST, form.kind(), after(after), limit);
  }

  /** What the ids of a page are greater than. */
  final String after(@Nullable String after) {
    return form.after(after);
  }

  /** The entries whose documents a statement selects. */
  final List<T> query(String sql, Object... values) {
    return reader.read("read a " + form.kind(), row -> row.getString(1), sql, values).stream()
        .map(form.read())
        .toList();
  }
}
