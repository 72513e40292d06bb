package dev.dragoman.store;

import static dev.dragoman.store.Samples.deployment;
import static dev.dragoman.store.Samples.settled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.ledger.UsageLedger.Selection;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.SharedHealth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
  private static final String INSERT =
      "INSERT INTO deployment (id, model_name, origin, doc) VALUES (?, 'm', 'API', '')";

  @TempDir Path directory;

  @Test
  void aFileThatIsClosedAndOpenedAgainHasEverything() {
    Path file = directory.resolve("store.db");
    try (SqliteStore store = SqliteStore.open(file)) {
      store.mappings().put(Samples.full());
      store.ledger().settle(Samples.full("req_1"));
    }
    try (SqliteStore store = SqliteStore.open(file)) {
      assertEquals(List.of(Samples.full()), store.mappings().load().deployments());
      assertEquals(Optional.of(Samples.full("req_1")), store.ledger().find("req_1"));
    }
  }

  @Test
  void aLockThatAnotherHoldsForLongerThanOneTryDelaysARecordAndLosesNone() throws Exception {
    Path file = directory.resolve("store.db");
    try (SqliteStore store = SqliteStore.open(file);
        SqliteConnection other = SqliteConnection.open(file);
        ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
      other.execute("BEGIN IMMEDIATE");
      Future<Boolean> settling = caller.submit(() -> store.ledger().settle(Samples.full("req_1")));
      Thread.sleep(6_000);
      assertFalse(settling.isDone());
      other.execute("COMMIT");
      assertTrue(settling.get());
      assertEquals(Optional.of(Samples.full("req_1")), store.ledger().find("req_1"));
    }
  }

  @Test
  void aNewFileAndItsDirectoryAreForTheirOwnerAlone() throws IOException {
    Path outer = directory.resolve("outer");
    Path made = outer.resolve("inner");
    Path file = made.resolve("store.db");
    try (SqliteStore store = SqliteStore.open(file)) {
      store.mappings().put(Samples.full());
      for (String beside : List.of("store.db", "store.db-wal", "store.db-shm")) {
        assertEquals("rw-------", mode(made.resolve(beside)), beside);
      }
      assertEquals("rwx------", mode(made));
      assertEquals("rwx------", mode(outer));
    }
  }

  @Test
  void aFileThatANewerProgramMadeIsRefused() throws SQLException {
    Path file = directory.resolve("store.db");
    SqliteStore.open(file).close();
    try (SqliteConnection connection = SqliteConnection.open(file)) {
      connection.execute("PRAGMA user_version = 99");
    }
    assertThrows(IllegalStateException.class, () -> SqliteStore.open(file));
  }

  @Test
  void aFileOfTheFirstProgramIsBroughtUpToDateWithAllThatIsInIt() throws SQLException {
    Path file = directory.resolve("store.db");
    String settled =
        "{\"v\":1,\"id\":\"req_1\",\"keyHash\":\"ab12\",\"modelAsked\":\"m\","
            + "\"state\":\"COMPLETED\",\"usage\":{\"origin\":\"MISSING\"},"
            + "\"start\":\"2026-03-01T12:00:00Z\",\"status\":200}";
    String open = settled.replace("req_1", "req_2").replace("COMPLETED", "OPEN");
    try (SqliteConnection connection = SqliteConnection.open(file)) {
      SqliteSchema.migrate(connection, 1);
      connection.update(
          "INSERT INTO deployment VALUES ('d-1', 'm', 'API', ?)",
          DeploymentJson.write(Samples.full()));
      for (String doc : List.of(settled, open)) {
        connection.update(
            """
            INSERT INTO usage (id, state, start, key_hash, model_asked, usage_origin, doc) VALUES
              (?1 ->> 'id', ?1 ->> 'state', 1772366400000, 'ab12', 'm', 'MISSING', ?1)\
            """,
            doc);
      }
    }
    try (SqliteStore store = SqliteStore.open(file)) {
      UsageRecord first = UsageRecordJson.read(settled);
      assertEquals(Configured.of(List.of(Samples.full())), store.mappings().load());
      assertEquals(SharedHealth.Told.NOTHING, store.health().load(Samples.START));
      assertEquals(Optional.of(first), store.ledger().find("req_1"));
      assertEquals(
          List.of(first), store.ledger().list(Selection.all(Instant.EPOCH, Instant.MAX), null, 9));
      assertEquals(List.of(), store.ledger().overdue(Instant.MAX, 9));
      assertTrue(store.ledger().settle(settled("req_2", Usage.reported(1, 2))));
    }
  }

  @Test
  void recordsOfAPayerAreFoundByAnIndexAndInItsOrder() throws SQLException {
    Path file = directory.resolve("store.db");
    SqliteStore.open(file).close();
    Selection key = new Selection(Instant.EPOCH, Instant.MAX, "k", null, null, null);
    Selection user = new Selection(Instant.EPOCH, Instant.MAX, null, "u", null, null);
    Selection team = new Selection(Instant.EPOCH, Instant.MAX, null, null, "t", null);
    Selection session = new Selection(Instant.EPOCH, Instant.MAX, null, null, null, "s");
    Selection all = Selection.all(Instant.EPOCH, Instant.MAX);
    try (SqliteConnection connection = SqliteConnection.open(file);
        SqliteReader reader = new SqliteReader(SqliteConnection.open(file))) {
      assertEquals(
          List.of(
              "SEARCH usage USING INDEX usage_settled_key_hash (key_hash=? AND start>? AND (start,id)<(?,?))",
              "SEARCH usage USING INDEX usage_settled_user (user=? AND start>? AND (start,id)<(?,?))",
              "SEARCH usage USING INDEX usage_settled_team (team=? AND start>? AND (start,id)<(?,?))",
              "SEARCH usage USING INDEX usage_settled_session (session=? AND start>? AND (start,id)<(?,?))",
              "SEARCH usage USING INDEX usage_settled (start>? AND (start,id)<(?,?))"),
          Stream.of(key, user, team, session, all)
              .map(selection -> plan(reader, new SqliteUsageList(reader, selection).sql()))
              .toList());
      assertEquals(
          "SEARCH usage USING INDEX usage_due (due_at<?)", plan(reader, SqliteLedger.OVERDUE));
      assertEquals(0, connection.update("DELETE FROM usage"));
    }
  }

  /** The one step of a plan. */
  private static String plan(SqliteReader reader, String sql) {
    List<String> steps =
        reader.read("plan", row -> row.getString("detail"), "EXPLAIN QUERY PLAN " + sql);
    assertEquals(1, steps.size(), steps::toString);
    return steps.getFirst();
  }

  @Test
  void aFileThatIsNoDatabaseIsRefused() throws IOException {
    Path file = directory.resolve("store.db");
    Files.writeString(file, "nonsense ".repeat(1_000));
    assertThrows(UncheckedIOException.class, () -> SqliteStore.open(file));
  }

  @Test
  void jobsAreCommittedTogetherAndOneThatFailsTakesBackOnlyItsOwn() throws Exception {
    Path file = directory.resolve("store.db");
    SqliteStore.open(file).close();
    try (SqliteWriter writer = new SqliteWriter(SqliteConnection.open(file));
        SqliteReader reader = new SqliteReader(SqliteConnection.open(file))) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch queued = new CountDownLatch(1);
      List<Thread> callers = new ArrayList<>();
      FutureTask<Integer> first = call(callers, writer, waitFor(begun, queued));
      begun.await();
      List<FutureTask<Integer>> good = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        String id = "good" + i;
        good.add(call(callers, writer, c -> c.update(INSERT, id)));
      }
      FutureTask<Integer> bad =
          call(callers, writer, c -> c.update(INSERT, "bad") + c.update(INSERT, "bad"));
      FutureTask<Integer> odd =
          call(
              callers,
              writer,
              c -> {
                c.update(INSERT, "odd");
                throw new IllegalArgumentException("odd");
              });
      while (callers.stream().anyMatch(caller -> caller.getState() != Thread.State.WAITING)) {
        Thread.onSpinWait();
      }
      queued.countDown();
      assertEquals(0, first.get());
      for (FutureTask<Integer> one : good) {
        assertEquals(1, one.get());
      }
      assertThrows(ExecutionException.class, bad::get);
      assertEquals(UncheckedIOException.class, bad.exceptionNow().getClass());
      assertThrows(ExecutionException.class, odd::get);
      assertEquals(IllegalArgumentException.class, odd.exceptionNow().getClass());
      List<String> ids =
          reader.read("ids", row -> row.getString(1), "SELECT id FROM deployment ORDER BY id");
      assertEquals(10, ids.size());
      assertTrue(ids.stream().allMatch(id -> id.startsWith("good")));
    }
  }

  @Test
  void severalStoresOnOneNewFileAgree() throws Exception {
    Path file = directory.resolve("store.db");
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      calls.add(() -> settleHundred(file));
    }
    int won = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      for (Future<Integer> call : threads.invokeAll(calls)) {
        won += call.get();
      }
    }
    assertEquals(100, won);
  }

  @Test
  void aConfigIsReplacedWholeAcrossStores() {
    Path file = directory.resolve("store.db");
    List<Deployment> config = List.of(deployment("a", "1", Origin.CONFIG));
    try (SqliteStore one = SqliteStore.open(file);
        SqliteStore other = SqliteStore.open(file)) {
      one.mappings().replaceConfig(Configured.of(List.of(deployment("b", "2", Origin.CONFIG))));
      other.mappings().replaceConfig(Configured.of(config));
      assertEquals(config, one.mappings().load().deployments());
    }
  }

  @Test
  void aStoreCanBeClosedTwice() {
    SqliteStore store = SqliteStore.open(directory.resolve("store.db"));
    store.close();
    store.close();
    assertFalse(Files.exists(directory.resolve("store.db-wal")));
  }

  private static FutureTask<Integer> call(
      List<Thread> callers, SqliteWriter writer, SqliteWriter.Work<Integer> work) {
    FutureTask<Integer> call = new FutureTask<>(() -> writer.write("test", work));
    callers.add(Thread.ofVirtual().start(call));
    return call;
  }

  private static SqliteWriter.Work<Integer> waitFor(CountDownLatch begun, CountDownLatch queued) {
    return _ -> {
      begun.countDown();
      try {
        queued.await();
      } catch (InterruptedException e) {
        throw new SQLException(e);
      }
      return 0;
    };
  }

  private static int settleHundred(Path file) {
    int won = 0;
    try (SqliteStore store = SqliteStore.open(file)) {
      for (int i = 0; i < 100; i++) {
        won += store.ledger().settle(settled("req_" + i, Usage.reported(i, i))) ? 1 : 0;
      }
    }
    return won;
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
