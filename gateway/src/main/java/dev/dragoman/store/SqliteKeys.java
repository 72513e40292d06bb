package dev.dragoman.store;

import dev.dragoman.access.Directory.Keys;
import dev.dragoman.access.VirtualKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys in the table {@code entry}, with columns for what they are looked for by. */
final class SqliteKeys extends SqliteShelf<VirtualKey> implements Keys {
  private static final String OTHERS =
      "SELECT id FROM entry WHERE kind = 'key' AND alias = ? AND id <> ?";

  private static final String SET =
      "UPDATE entry SET alias = ?, user = ?, team = ? WHERE kind = 'key' AND id = ?";

  private static final String BY_ALIAS = "SELECT doc FROM entry WHERE kind = 'key' AND alias = ?";

  private static final String OF_USER =
      "SELECT doc FROM entry WHERE kind = 'key' AND user = ? AND id > ? ORDER BY id LIMIT ?";

  private static final String OF_TEAM =
      "SELECT doc FROM entry WHERE kind = 'key' AND team = ? AND id > ? ORDER BY id LIMIT ?";

  SqliteKeys(SqliteWriter writer, SqliteReader reader) {
    super(EntryForm.KEY, writer, reader);
  }

  @Override
  boolean mayPut(SqliteConnection connection, VirtualKey key) throws SQLException {
    return connection.query(row -> row.getString(1), OTHERS, key.alias(), key.id()).isEmpty();
  }

  @Override
  void afterPut(SqliteConnection connection, VirtualKey key) throws SQLException {
    connection.update(SET, key.alias(), key.userId(), key.teamId(), key.id());
  }

  @Override
  public Optional<VirtualKey> findByAlias(String alias) {
    return query(BY_ALIAS, alias).stream().findFirst();
  }

  @Override
  public List<VirtualKey> ofUser(String userId, @Nullable String after, int limit) {
    return query(OF_USER, userId, after(after), limit);
  }

  @Override
  public List<VirtualKey> ofTeam(String teamId, @Nullable String after, int limit) {
    return query(OF_TEAM, teamId, after(after), limit);
  }
}
