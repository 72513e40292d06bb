package dev.dragoman.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A connection with its statements, which are prepared once. For one thread at a time. */
final class SqliteConnection implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  /** What to make of one row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private SqliteConnection(Connection connection) {
    this.connection = connection;
  }

  /** A connection that waits five seconds for a lock that another process holds. */
  static SqliteConnection open(Path file) throws SQLException {
    Properties settings = new Properties();
    // Else the driver asks for the new row's number, by a statement of its own, after each write.
    settings.setProperty("jdbc.get_generated_keys", "false");
    SqliteConnection opened =
        new SqliteConnection(
            DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath(), settings));
    opened.execute("PRAGMA busy_timeout = 5000");
    return opened;
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The number of rows that were changed. */
  int update(String sql, @Nullable Object... values) throws SQLException {
    return prepare(sql, values).executeUpdate();
  }

  <T> List<T> query(Row<T> read, String sql, @Nullable Object... values) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet found = prepare(sql, values).executeQuery()) {
      while (found.next()) {
        rows.add(read.read(found));
      }
    }
    return rows;
  }

  private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
