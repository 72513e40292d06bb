package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.Sums.Sum;
import dev.dragoman.ledger.UsageRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a report of a day takes in SQLite; {@code -Drows=1000000} for a day of a million
 * requests. Rows are loaded as the ledger writes them, with its triggers, many to a transaction.
 */
class ReportSpeedTest {
  private static final int ROWS = Integer.getInteger("rows", 50_000);
  private static final int TOGETHER = 10_000;
  private static final LocalDate DAY = LocalDate.parse("2026-11-24");
  private static final Instant MIDNIGHT = Instant.parse("2026-11-24T00:00:00Z");

  @TempDir Path directory;

  @Test
  void aReportOfADayDoesNotWaitForItsRows() throws SQLException {
    Path file = directory.resolve("store.db");
    try (SqliteStore store = SqliteStore.open(file)) {
      long loading = System.nanoTime();
      load(file);
      long adding = System.nanoTime();
      while (store.sums().catchUp()) {
        // Until all are in.
      }
      long reading = System.nanoTime();
      print("loaded", ROWS, adding - loading);
      print("added up", ROWS, reading - adding);
      assertEquals(ROWS, report(store, "all", 70));
      assertTrue(report(store, "key/key7", 4) > 0);
      assertTrue(report(store, "team/team1", 14) > 0);
    }
  }

  private static void print(String what, int rows, long nanos) {
    System.out.printf(
        "%s %,d rows in %.1f s, %.1f us each%n", what, rows, nanos / 1e9, nanos / 1e3 / rows);
  }

  /** The requests in the report of a scope, the median of eleven, which is printed. */
  private static long report(SqliteStore store, String scope, int sums) {
    long requests = 0;
    long[] took = new long[11];
    for (int i = 0; i < took.length; i++) {
      long begin = System.nanoTime();
      List<Sum> report = store.sums().read(scope, DAY, DAY);
      took[i] = System.nanoTime() - begin;
      assertTrue(report.size() >= sums, report.size() + " sums");
      requests =
          report.stream()
              .filter(sum -> sum.by().equals("total"))
              .mapToLong(sum -> sum.amounts().requests())
              .sum();
    }
    long first = took[0];
    Arrays.sort(took);
    System.out.printf(
        "daily report of %s: %.2f ms, the first %.2f ms%n", scope, took[5] / 1e6, first / 1e6);
    assertTrue(first < 200_000_000L, "a report took " + first / 1e6 + " ms");
    return requests;
  }

  private static void load(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      connection.createStatement().execute("PRAGMA synchronous = OFF");
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement(
              """
              INSERT INTO usage (id, state, start, key_hash, model_asked, usage_origin, doc)
              VALUES (?, 'COMPLETED', ?, ?, ?, 'REPORTED', ?)\
              """)) {
        for (int i = 0; i < ROWS; i++) {
          UsageRecord record = record(i);
          insert.setString(1, record.id());
          insert.setLong(2, record.start().toEpochMilli());
          insert.setString(3, record.payer().keyHash());
          insert.setString(4, record.modelAsked());
          insert.setString(5, UsageRecordJson.write(record));
          insert.addBatch();
          if (i % TOGETHER == TOGETHER - 1 || i == ROWS - 1) {
            insert.executeBatch();
            connection.commit();
          }
        }
      }
    }
  }

  /** Of 50 keys, 20 users, 5 teams, and a session for each 50 requests. */
  private static UsageRecord record(int number) {
    Payer payer =
        new Payer(
            "key" + number % 50,
            "user" + number % 20,
            "team" + number % 5,
            List.of("tag" + number % 3),
            "session" + number / 50,
            null);
    return SumsContract.record(
        "req_" + number,
        MIDNIGHT.plusMillis(number * 86_400_000L / ROWS),
        payer,
        new Cost(1_000L + number, List.of(), null));
  }
}
