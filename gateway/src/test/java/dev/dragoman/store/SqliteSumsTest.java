package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.Sums.Amounts;
import dev.dragoman.ledger.Sums.Rebuilt;
import dev.dragoman.ledger.UsageRecord;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSumsTest extends SumsContract {
  @TempDir Path directory;
  private final List<SqliteStore> stores = new ArrayList<>();

  @AfterEach
  void close() {
    stores.forEach(SqliteStore::close);
  }

  @Override
  Store store() {
    return open(file(stores.size()));
  }

  private Path file(int number) {
    return directory.resolve("store" + number + ".db");
  }

  private SqliteStore open(Path file) {
    SqliteStore store = SqliteStore.open(file);
    stores.add(store);
    return store;
  }

  @Override
  void catchUp(Store store) {
    while (store.sums().catchUp()) {
      // There is more.
    }
  }

  @Override
  List<Sums> unreachable() {
    Store store = store();
    store.close();
    return List.of(store.sums());
  }

  private static List<UsageRecord> records(int from, int to) {
    return IntStream.range(from, to).mapToObj(SumsContract::record).toList();
  }

  @Test
  void aReportHasWhatWasSettledJustNow() {
    Store store = store();
    records(0, 500).forEach(store.ledger()::settle);
    assertEquals(500, total(store, "all", DAY).requests());
  }

  @Test
  void whatWasSettledBeforeThereWereSumsCountsToo() throws SQLException {
    Path file = file(0);
    try (SqliteStore store = SqliteStore.open(file)) {
      records(0, 10).forEach(store.ledger()::settle);
    }
    try (SqliteConnection connection = SqliteConnection.open(file)) {
      makeSumsAnew(connection);
    }
    Store store = open(file);
    store.ledger().settle(record(10));
    catchUp(store);
    assertSums(records(0, 11), store);
  }

  /** Takes the file back to where it had no sums, and on again. */
  private static void makeSumsAnew(SqliteConnection connection) throws SQLException {
    for (String trigger : List.of("usage_inserted", "usage_settled", "usage_corrected")) {
      connection.execute("DROP TRIGGER " + trigger);
    }
    connection.execute("DROP TABLE daily");
    connection.execute("DROP TABLE unsummed");
    for (String statement : SqliteSchema.SUMS) {
      connection.execute(statement);
    }
  }

  @Test
  void manyWhoCatchUpAtOnceCountEachRecordOnce() throws Exception {
    Path file = file(0);
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int first = 300 * i;
      SqliteStore store = open(file);
      calls.add(() -> {
        for (UsageRecord record : records(first, first + 300)) {
          store.ledger().settle(record);
          store.sums().catchUp();
        }
        return true;
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        assertTrue(call.get());
      }
    }
    Store store = open(file);
    catchUp(store);
    assertSums(records(0, 1_800), store);
  }

  @Test
  void aDayIsRebuiltWhileItsRecordsAreSettled() throws Exception {
    Path file = file(0);
    SqliteStore settling = open(file);
    SqliteStore rebuilding = open(file);
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> done = thread.submit(() -> records(0, 2_000).forEach(settling.ledger()::settle));
      while (!done.isDone()) {
        Rebuilt rebuilt = rebuilding.sums().rebuild(DAY, settling.ledger(), MORNING, false);
        assertTrue(rebuilt instanceof Rebuilt.Done, rebuilt.toString());
      }
      done.get();
    }
    catchUp(rebuilding);
    assertSums(records(0, 2_000), settling);
  }

  @Test
  void aDayThatLostRecordsKeepsItsSumsUnlessToldOtherwise() throws SQLException {
    Path file = file(0);
    SqliteStore store = open(file);
    records(0, 10).forEach(store.ledger()::settle);
    catchUp(store);
    try (SqliteConnection connection = SqliteConnection.open(file)) {
      connection.execute("DELETE FROM usage WHERE id = 'req_7'");
    }
    Rebuilt refused = store.sums().rebuild(DAY, store.ledger(), LATER, false);
    assertEquals(
        new Rebuilt.Refused(
            "2026-10-31 has 9 settled records left of 10 requests that were counted: its sums"
                + " stay"),
        refused);
    assertSums(records(0, 10), store);
    assertEquals(new Rebuilt.Done(9), store.sums().rebuild(DAY, store.ledger(), LATER, true));
    assertEquals(9, total(store, "all", DAY).requests());
  }

  @Test
  void whatIsCorrectedWhileItIsAddedUpCountsAsCorrected() throws Exception {
    Path file = file(0);
    SqliteStore settling = open(file);
    SqliteStore adding = open(file);
    List<UsageRecord> records = records(0, 300);
    Cost dear = new Cost(99_000_000L, List.of(), 20L);
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> done =
          thread.submit(() -> {
            for (UsageRecord record : records) {
              settling.ledger().settle(record);
              settling.ledger().price(record.id(), dear);
            }
          });
      while (!done.isDone()) {
        adding.sums().catchUp();
      }
      done.get();
    }
    catchUp(adding);
    assertSums(records.stream().map(record -> record.at(dear)).toList(), adding);
  }

  @Test
  void aReportIsReadFromOneRangeAndTheQueueFromItsHead() throws SQLException {
    Path file = file(0);
    open(file);
    try (SqliteConnection connection = SqliteConnection.open(file)) {
      assertEquals(
          List.of("SEARCH daily USING PRIMARY KEY (scope=? AND day>? AND day<?)"),
          plan(connection, SqliteSums.READ));
      assertEquals(
          List.of(
              "SEARCH unsummed USING INTEGER PRIMARY KEY (rowid<?)",
              "SEARCH usage USING INDEX sqlite_autoindex_usage_1 (id=?) LEFT-JOIN"),
          plan(connection, SqliteSums.NEXT));
    }
  }

  private static List<String> plan(SqliteConnection connection, String sql) throws SQLException {
    return connection.query(row -> row.getString("detail"), "EXPLAIN QUERY PLAN " + sql);
  }

  @Test
  void aRecordThatCannotBeReadKeepsNoOtherOutOfTheSums() throws SQLException {
    Path file = file(0);
    SqliteStore store = open(file);
    records(0, 3).forEach(store.ledger()::settle);
    try (SqliteConnection connection = SqliteConnection.open(file)) {
      connection.execute("UPDATE usage SET doc = '{\"v\":99}' WHERE id = 'req_1'");
    }
    catchUp(store);
    assertSums(List.of(record(0), record(2)), store);
    assertEquals(Amounts.ZERO, total(store, "key/key1", DAY));
  }
}
