package dev.dragoman.store;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** A connection that reads, for one caller after the other; it never waits for the writer. */
final class SqliteReader implements AutoCloseable {
  private final SqliteConnection connection;
  private final ReentrantLock turn = new ReentrantLock();

  /** A reader on {@code connection}, which it closes. */
  SqliteReader(SqliteConnection connection) {
    this.connection = connection;
  }

  <T> List<T> read(String operation, SqliteConnection.Row<T> row, String sql, Object... values) {
    turn.lock();
    try {
      return connection.query(row, sql, values);
    } catch (SQLException e) {
      throw SqliteWriter.fault(operation, e);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void close() throws SQLException {
    turn.lock();
    try {
      connection.close();
    } finally {
      turn.unlock();
    }
  }
}
