package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.Limits;
import dev.dragoman.fixture.JavaProcess;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.ledger.Dollars;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.store.LocalDynamo;
import dev.dragoman.store.Store;
import dev.dragoman.store.StorePlace;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gateways are killed, two at a time, at random moments while they stream; after a sweep everything
 * that was used is in the ledger, once, and nothing is reserved. {@code -Dkills=200} for more.
 */
final class BudgetKillTest {
  private static final int KILLS = Integer.getInteger("kills", 6);

  /** How far apart the first numbers of processes are. */
  private static final long PROCESS = 1_000_000;

  @TempDir Path folder;

  @Test
  void onSqliteNoUsageIsLostAndNoReservationIsLeft() throws Exception {
    killAll("SQLite", StorePlace.of(folder.resolve("store.db")), KILLS);
  }

  @Test
  void onDynamoNoUsageIsLostAndNoReservationIsLeft() throws Exception {
    try (LocalDynamo dynamo = LocalDynamo.start()) {
      int kills = Math.max(3, KILLS / 5);
      killAll("DynamoDB", StorePlace.of(dynamo.endpoint(), dynamo.tables(null)), kills);
    }
  }

  private static void killAll(String name, StorePlace place, int kills) throws Exception {
    Set<Long> asked = ConcurrentHashMap.newKeySet();
    Set<Long> ended = ConcurrentHashMap.newKeySet();
    try (Store store = place.open(1);
        ScriptedChatServer upstream =
            ScriptedChatServer.start(request -> {
              long number = PaidGateway.number(request);
              asked.add(number);
              return PaidGateway.answer(request, Duration.ofMillis(2 + number % 20));
            })) {
      // What the killed have reserved stays so until the sweep.
      long budget = 1_000_000 * Dollars.ONE;
      PaidGateway.prepare(
          store,
          upstream.baseUrl(),
          new Limits(budget, null, null, null, null, null, Map.of(), null));
      AtomicInteger next = new AtomicInteger();
      try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> running = new ArrayList<>();
        for (int lane = 0; lane < 2; lane++) {
          running.add(
              lanes.submit(() -> {
                for (int kill = next.getAndIncrement(); kill < kills; ) {
                  streamAndKill(place, kill, ended);
                  kill = next.getAndIncrement();
                }
                return kills;
              }));
        }
        for (Future<?> lane : running) {
          lane.get();
        }
      }
      PaidBooks books = PaidBooks.balanced(store);
      System.out.println(name + ": " + kills + " kills; " + figures(asked, ended, books));
      assertEverythingIsThere(asked, ended, books.byNumber());
      assertTrue(books.swept() > 0, "no kill left anything");
    }
  }

  private static void assertEverythingIsThere(
      Set<Long> asked, Set<Long> ended, Map<Long, UsageRecord> byNumber) {
    for (long number : asked) {
      UsageRecord record = byNumber.get(number);
      assertNotNull(record, () -> "nothing is known of request " + number);
      if (record.state() == State.COMPLETED) {
        assertEquals(PaidGateway.cost(number), PaidBooks.cost(record));
      } else {
        assertEquals(State.ABANDONED, record.state());
        assertTrue(PaidBooks.cost(record) > PaidGateway.cost(number), record::toString);
      }
    }
    for (long number : ended) {
      UsageRecord record = byNumber.get(number);
      assertNotNull(record, () -> "nothing is known of request " + number);
      assertEquals(State.COMPLETED, record.state());
    }
  }

  private static String figures(Set<Long> asked, Set<Long> ended, PaidBooks books) {
    long abandoned =
        books.byNumber().values().stream()
            .filter(record -> record.state() == State.ABANDONED)
            .count();
    return """
    %d requests asked, %d of them ended before a kill; \
    the sweep ended %d, %d of them at the estimate\
    """
        .formatted(asked.size(), ended.size(), books.swept(), abandoned);
  }

  /** Kills a process some moment after it has answered some requests, or before the first. */
  private static void streamAndKill(StorePlace place, int kill, Set<Long> ended) throws Exception {
    Random random = new Random(kill);
    List<String> arguments = new ArrayList<>(List.of(Long.toString(PROCESS * (kill + 1))));
    arguments.addAll(place.words());
    Process process = JavaProcess.start(StreamingProcess.class, arguments);
    try (BufferedReader lines = process.inputReader()) {
      assertEquals("ready", lines.readLine());
      int atLeast = random.nextInt(40);
      int heard = 0;
      while (heard < atLeast) {
        String line = lines.readLine();
        assertNotNull(line, "the process ended by itself");
        ended.add(Long.parseLong(line));
        heard++;
      }
      Thread.sleep(Duration.ofNanos(random.nextLong(200_000_000)));
      assertTrue(process.isAlive(), "the process ended by itself");
      // Not by the process itself, which would close the stream before its lines are read.
      process.toHandle().destroyForcibly();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        ended.add(Long.parseLong(line));
      }
    }
    process.waitFor();
  }
}
