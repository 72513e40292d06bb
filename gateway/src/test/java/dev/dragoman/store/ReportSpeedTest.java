package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.Sums.Rebuilt;
import dev.dragoman.ledger.Sums.Sum;
import dev.dragoman.ledger.UsageLedger.Selection;
import dev.dragoman.ledger.UsageRecord;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long SQLite takes for a report of a day, for a page of its records, and to add them up;
 * {@code -Drows=1000000} for a day of a million requests. Rows are loaded as the ledger writes
 * them, with its triggers, many to a transaction. Reports and pages are those of a store that was
 * opened just now.
 */
class ReportSpeedTest {
  private static final int ROWS = Integer.getInteger("rows", 20_000);
  private static final int TOGETHER = 10_000;
  private static final int TIMES = 11;
  private static final int PAGE = 100;

  /** Milliseconds that a daily report of a million requests may take. */
  private static final double BOUND = 200;

  private static final LocalDate DAY = LocalDate.parse("2026-11-24");
  private static final Instant MIDNIGHT = Instant.parse("2026-11-24T00:00:00Z");
  private static final Instant NEXT = MIDNIGHT.plus(Duration.ofDays(1));

  @TempDir Path directory;

  @Test
  void aReportOfADayDoesNotWaitForItsRows() throws InterruptedException {
    Path file = directory.resolve("store.db");
    try (SqliteStore store = SqliteStore.open(file)) {
      each("loaded", () -> load(file));
      each("added up", () -> catchUp(store));
    }
    try (SqliteStore store = SqliteStore.open(file)) {
      assertEquals(ROWS, report(store, "all", 70));
      assertTrue(report(store, "key/key7", 4) > 0);
      assertTrue(report(store, "team/team1", 14) > 0);
    }
    try (SqliteStore store = SqliteStore.open(file)) {
      page(store, "all, the newest", Selection.all(MIDNIGHT, NEXT), null);
      page(store, "all, from the middle", Selection.all(MIDNIGHT, NEXT), "req_" + ROWS / 2);
      page(store, "a key", new Selection(MIDNIGHT, NEXT, "key7", null, null, null), null);
      page(store, "a user", new Selection(MIDNIGHT, NEXT, null, "user7", null, null), null);
      page(store, "a team", new Selection(MIDNIGHT, NEXT, null, null, "team1", null), null);
    }
    try (SqliteStore store = SqliteStore.open(file)) {
      Thread beside = Thread.ofPlatform().daemon().start(() -> settleAllTheTime(store));
      each(
          "rebuilt",
          () ->
              assertEquals(
                  new Rebuilt.Done(ROWS), store.sums().rebuild(DAY, store.ledger(), NEXT, false)));
      beside.interrupt();
      beside.join();
      assertEquals(ROWS, report(store, "all", 70));
    }
  }

  /** Records of the next day, until it is interrupted; prints how long one waited at the most. */
  private static void settleAllTheTime(SqliteStore store) {
    double longest = 0;
    int settled = 0;
    while (!Thread.currentThread().isInterrupted()) {
      long begin = System.nanoTime();
      store.ledger().settle(record(ROWS + settled));
      longest = Math.max(longest, millis(System.nanoTime() - begin));
      settled++;
      LockSupport.parkNanos(1_000_000);
    }
    System.out.printf(
        "%,d settled beside it, of which one waited %.0f ms, the longest%n", settled, longest);
  }

  private static void each(String what, Runnable work) {
    long begin = System.nanoTime();
    work.run();
    long nanos = System.nanoTime() - begin;
    System.out.printf(
        "%s %,d rows in %.1f s, %.1f us each%n", what, ROWS, nanos / 1e9, nanos / 1e3 / ROWS);
  }

  private static void catchUp(SqliteStore store) {
    while (store.sums().catchUp()) {
      // Until all are in.
    }
  }

  /** The requests in the report of a scope. */
  private static long report(SqliteStore store, String scope, int sums) {
    List<Sum> report = timed("daily report of " + scope, () -> store.sums().read(scope, DAY, DAY));
    assertTrue(report.size() >= sums, report.size() + " sums");
    return report.stream()
        .filter(sum -> sum.by().equals("total"))
        .mapToLong(sum -> sum.amounts().requests())
        .sum();
  }

  private static void page(
      SqliteStore store, String what, Selection selection, @Nullable String after) {
    List<UsageRecord> page =
        timed("a page of " + what, () -> store.ledger().list(selection, after, PAGE));
    assertEquals(PAGE, page.size());
  }

  /** Does it often, prints the median and the first, and what of that was work and not waiting. */
  private static <T> T timed(String what, Supplier<T> work) {
    double[] took = new double[TIMES];
    long working = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long begin = System.nanoTime();
    T result = work.get();
    double first = millis(System.nanoTime() - begin);
    working = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - working;
    took[0] = first;
    for (int i = 1; i < TIMES; i++) {
      begin = System.nanoTime();
      result = work.get();
      took[i] = millis(System.nanoTime() - begin);
    }
    Arrays.sort(took);
    System.out.printf(
        "%s: %.2f ms, the first %.2f ms (%.2f ms on the processor)%n",
        what, took[TIMES / 2], first, millis(working));
    assertTrue(took[TIMES / 2] < BOUND, what + " took " + took[TIMES / 2] + " ms");
    return result;
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  private static void load(Path file) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      connection.createStatement().execute("PRAGMA synchronous = OFF");
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement(
              """
              INSERT INTO usage (id, state, start, key_hash, model_asked, usage_origin, user, team,
                session, cost, doc)
              VALUES (?, 'COMPLETED', ?, ?, ?, 'REPORTED', ?, ?, ?, ?, ?)\
              """)) {
        for (int i = 0; i < ROWS; i++) {
          add(insert, record(i));
          if (i % TOGETHER == TOGETHER - 1 || i == ROWS - 1) {
            insert.executeBatch();
            connection.commit();
          }
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(PreparedStatement insert, UsageRecord record) throws SQLException {
    insert.setString(1, record.id());
    insert.setLong(2, record.start().toEpochMilli());
    insert.setString(3, record.payer().keyHash());
    insert.setString(4, record.modelAsked());
    insert.setString(5, record.payer().user());
    insert.setString(6, record.payer().team());
    insert.setString(7, record.payer().session());
    insert.setObject(8, record.cost().provider());
    insert.setString(9, UsageRecordJson.write(record));
    insert.addBatch();
  }

  /** Of 50 keys, 20 users, 5 teams, and a session for each 50 requests, ten of them at a time. */
  private static UsageRecord record(int number) {
    int session = number / 500 * 10 + number % 10;
    Payer payer =
        new Payer(
            "key" + session % 50,
            "user" + session % 20,
            "team" + session % 5,
            List.of("tag" + session % 3),
            "session" + session,
            null);
    return SumsContract.record(
        "req_" + number,
        MIDNIGHT.plusMillis(number * 86_400_000L / ROWS),
        payer,
        new Cost(1_000L + number, List.of(), null));
  }
}
