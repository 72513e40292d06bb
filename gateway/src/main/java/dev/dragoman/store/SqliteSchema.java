package dev.dragoman.store;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;

/** The tables of the SQLite store, by migrations that {@code PRAGMA user_version} counts. */
final class SqliteSchema {
  /** Whose a settled record is, what it cost, and when one that is not done with is overdue. */
  private static final List<String> USAGE_BY_PAYER_AND_DUE =
      List.of(
          "ALTER TABLE usage ADD COLUMN user TEXT",
          "ALTER TABLE usage ADD COLUMN team TEXT",
          "ALTER TABLE usage ADD COLUMN session TEXT",
          "ALTER TABLE usage ADD COLUMN cost INTEGER",
          "ALTER TABLE usage ADD COLUMN due_at INTEGER",
          "CREATE INDEX usage_due ON usage (due_at) WHERE due_at IS NOT NULL",
          "DROP INDEX usage_start",
          "CREATE INDEX usage_settled ON usage (start, id) WHERE state <> 'OPEN'",
          settledBy("key_hash"),
          settledBy("user"),
          settledBy("team"),
          settledBy("session"));

  /** See {@link SqliteSums}. What was settled before waits for them as well. */
  static final List<String> SUMS =
      List.of(
          """
          CREATE TABLE daily (
            scope TEXT NOT NULL,
            day INTEGER NOT NULL,
            breakdown TEXT NOT NULL,
            value TEXT NOT NULL,
            requests INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            unmetered INTEGER NOT NULL,
            unpriced INTEGER NOT NULL,
            estimated INTEGER NOT NULL,
            input INTEGER NOT NULL,
            output INTEGER NOT NULL,
            cache_read INTEGER NOT NULL,
            cache_write INTEGER NOT NULL,
            thinking INTEGER NOT NULL,
            searches INTEGER NOT NULL,
            cost INTEGER NOT NULL,
            gateway INTEGER NOT NULL,
            PRIMARY KEY (scope, day, breakdown, value)
          ) STRICT, WITHOUT ROWID\
          """,
          "CREATE TABLE unsummed (id TEXT PRIMARY KEY, was TEXT) STRICT",
          "INSERT INTO unsummed SELECT id, NULL FROM usage WHERE state <> 'OPEN' ORDER BY start",
          // Not INSERT OR IGNORE: the policy of the statement that fires a trigger overrides it.
          """
          CREATE TRIGGER usage_inserted AFTER INSERT ON usage WHEN new.state <> 'OPEN' BEGIN
            INSERT INTO unsummed SELECT new.id, NULL
            WHERE NOT EXISTS (SELECT 1 FROM unsummed WHERE id = new.id);
          END\
          """,
          """
          CREATE TRIGGER usage_settled AFTER UPDATE ON usage
          WHEN old.state = 'OPEN' AND new.state <> 'OPEN' BEGIN
            INSERT INTO unsummed SELECT new.id, NULL
            WHERE NOT EXISTS (SELECT 1 FROM unsummed WHERE id = new.id);
          END\
          """,
          """
          CREATE TRIGGER usage_corrected AFTER UPDATE ON usage
          WHEN old.state <> 'OPEN' AND old.doc <> new.doc BEGIN
            INSERT INTO unsummed SELECT new.id, old.doc
            WHERE NOT EXISTS (SELECT 1 FROM unsummed WHERE id = new.id);
          END\
          """);

  /** Each entry takes the schema one version on. Never change one that has been released. */
  private static final List<List<String>> MIGRATIONS =
      List.of(
          List.of(
              """
              CREATE TABLE deployment (
                id TEXT PRIMARY KEY,
                model_name TEXT NOT NULL,
                origin TEXT NOT NULL,
                doc TEXT NOT NULL
              ) STRICT\
              """,
              """
              CREATE TABLE usage (
                id TEXT PRIMARY KEY,
                state TEXT NOT NULL,
                start INTEGER NOT NULL,
                key_hash TEXT,
                model_asked TEXT NOT NULL,
                model_served TEXT,
                provider TEXT,
                deployment TEXT,
                usage_origin TEXT NOT NULL,
                input INTEGER,
                output INTEGER,
                cache_read INTEGER,
                cache_write_5m INTEGER,
                cache_write_1h INTEGER,
                thinking INTEGER,
                status INTEGER,
                doc TEXT NOT NULL
              ) STRICT\
              """,
              "CREATE INDEX usage_start ON usage (start)"),
          List.of(
              """
              CREATE TABLE router_settings (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                doc TEXT NOT NULL
              ) STRICT\
              """,
              """
              CREATE TABLE cool_down (
                deployment TEXT PRIMARY KEY,
                until INTEGER NOT NULL,
                asked INTEGER NOT NULL,
                reason TEXT NOT NULL
              ) STRICT\
              """,
              """
              CREATE TABLE traffic_minute (
                minute INTEGER NOT NULL,
                deployment TEXT NOT NULL,
                requests INTEGER NOT NULL,
                tokens INTEGER NOT NULL,
                failures INTEGER NOT NULL,
                answers INTEGER NOT NULL,
                first_content_millis INTEGER NOT NULL,
                PRIMARY KEY (minute, deployment)
              ) STRICT, WITHOUT ROWID\
              """),
          USAGE_BY_PAYER_AND_DUE,
          List.of(
              """
              CREATE TABLE entry (
                kind TEXT NOT NULL,
                id TEXT NOT NULL,
                revision INTEGER NOT NULL,
                alias TEXT,
                user TEXT,
                team TEXT,
                doc TEXT NOT NULL,
                PRIMARY KEY (kind, id)
              ) STRICT\
              """,
              "CREATE UNIQUE INDEX entry_alias ON entry (alias) WHERE kind = 'key'",
              "CREATE INDEX entry_user ON entry (user, id) WHERE kind = 'key'",
              "CREATE INDEX entry_team ON entry (team, id) WHERE kind = 'key'",
              """
              CREATE TABLE audit (
                place TEXT PRIMARY KEY,
                doc TEXT NOT NULL
              ) STRICT\
              """,
              """
              CREATE TABLE policy (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                doc TEXT NOT NULL
              ) STRICT\
              """),
          SqliteAccounts.MIGRATION,
          SUMS);

  /** SQLITE_BUSY, the low byte of its kinds. */
  private static final int BUSY = 5;

  private static final int ATTEMPTS = 100;

  private SqliteSchema() {}

  /** An index of settled records of one payer by their start; none for records of nobody's. */
  private static String settledBy(String payer) {
    return "CREATE INDEX usage_settled_%1$s ON usage (%1$s, start, id)".formatted(payer)
        + " WHERE state <> 'OPEN' AND %s IS NOT NULL".formatted(payer);
  }

  /**
   * Brings a file that may be new to the newest version, in WAL mode. Several processes may do so
   * at once.
   */
  static void prepare(SqliteConnection connection) throws SQLException {
    writeAhead(connection);
    connection.execute("PRAGMA synchronous = NORMAL");
    // The log grows while several processes write without a pause; then it may shrink again.
    connection.execute("PRAGMA journal_size_limit = 16777216");
    if (version(connection) == MIGRATIONS.size()) {
      return;
    }
    connection.execute("BEGIN IMMEDIATE");
    try {
      migrate(connection, MIGRATIONS.size());
      connection.execute("COMMIT");
    } catch (SQLException | RuntimeException e) {
      connection.execute("ROLLBACK");
      throw e;
    }
  }

  /** SQLite does not wait for a lock when the journal mode changes, so this does. */
  private static void writeAhead(SqliteConnection connection) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        connection.execute("PRAGMA journal_mode = WAL");
        return;
      } catch (SQLException e) {
        if ((e.getErrorCode() & 0xff) != BUSY || attempt == ATTEMPTS) {
          throw e;
        }
        pause(e);
      }
    }
  }

  private static void pause(SQLException busy) throws SQLException {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLTransientException("interrupted while the file was busy", busy);
    }
  }

  /** Brings a file up to a version, as the program of that time did. */
  static void migrate(SqliteConnection connection, int to) throws SQLException {
    int version = version(connection);
    if (version > to) {
      throw new IllegalStateException(
          "the file has schema " + version + ", this program knows " + to);
    }
    for (List<String> migration : MIGRATIONS.subList(version, to)) {
      for (String statement : migration) {
        connection.execute(statement);
      }
    }
    connection.execute("PRAGMA user_version = " + to);
  }

  private static int version(SqliteConnection connection) throws SQLException {
    return connection.query(row -> row.getInt(1), "PRAGMA user_version").getFirst();
  }
}
