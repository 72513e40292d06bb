package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.Limits;
import dev.dragoman.exchange.StormProcess.Spent;
import dev.dragoman.fixture.JavaProcess;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.ledger.Dollars;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.store.DynamoStore;
import dev.dragoman.store.FaultyDynamo;
import dev.dragoman.store.LocalDynamo;
import dev.dragoman.store.Store;
import dev.dragoman.store.StorePlace;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four processes with sixteen clients each spend one budget at the same time, until it is spent;
 * each request asks for a hundred times what it uses. {@code -Drequests=10000} for more of them.
 */
final class BudgetStormTest {
  private static final int PROCESSES = 4;

  /** One in eleven calls fails, half of them after they were applied. */
  private static final FaultyDynamo.Faults FAULTS =
      new FaultyDynamo.Faults(0.045, 0.045, 0.05, Duration.ofMillis(20));

  @TempDir Path folder;

  /** How a storm went, and for how long. */
  private record Storm(List<Spent> spent, double seconds) {}

  @Test
  void onSqliteABudgetIsSpentToItsEndAndNotBeyond() throws Exception {
    StorePlace place = StorePlace.of(folder.resolve("store.db"));
    spendAll("SQLite", place, place, Integer.getInteger("requests", 600));
  }

  @Test
  void onDynamoABudgetIsSpentToItsEndAndNotBeyondWhateverFails() throws Exception {
    try (LocalDynamo dynamo = LocalDynamo.start();
        FaultyDynamo faulty = FaultyDynamo.start(dynamo.endpoint(), 1, FAULTS)) {
      DynamoStore.Tables tables = dynamo.tables(null);
      int requests = Integer.getInteger("requests", 240);
      StorePlace place = StorePlace.of(dynamo.endpoint(), tables);
      spendAll("DynamoDB", place, StorePlace.of(faulty.endpoint(), tables), requests);
      assertTrue(faulty.injected() > requests / 4);
      System.out.println(faulty.injected() + " faults; calls applied: " + faulty.applied());
    }
  }

  /** The clients' store may stand behind faults, the one that is looked at in the end does not. */
  private static void spendAll(String name, StorePlace place, StorePlace theirs, int requests)
      throws Exception {
    long all = LongStream.range(0, requests).map(PaidGateway::cost).sum();
    long budget = all / 100 * 95;
    try (Store store = place.open(1);
        ScriptedChatServer upstream =
            ScriptedChatServer.start(request -> PaidGateway.answer(request, Duration.ZERO))) {
      PaidGateway.prepare(
          store,
          upstream.baseUrl(),
          new Limits(budget, null, null, null, null, null, Map.of(), null));
      Storm storm = storm(theirs, requests);
      PaidBooks books = PaidBooks.balanced(store);
      System.out.println(name + ": " + figures(storm, books));
      upstream.assertClean();
      assertEquals(requests, storm.spent().size());
      assertWithin(budget, storm.spent(), books);
      assertEquals(asked(upstream), books.byNumber().size());
    }
  }

  private static long asked(ScriptedChatServer upstream) {
    return upstream.requests().stream().map(PaidGateway::number).distinct().count();
  }

  private static void assertWithin(long budget, List<Spent> spent, PaidBooks books) {
    long used = books.standing().used();
    assertTrue(used <= budget, () -> "overrun by " + (used - budget));
    int refused = 0;
    int unreachable = 0;
    for (Spent one : spent) {
      switch (one.outcome()) {
        case "served" -> {
          UsageRecord record = books.byNumber().get(one.number());
          assertNotNull(record, one::line);
          assertEquals(UsageRecord.State.COMPLETED, record.state());
          assertEquals(PaidGateway.input(one.number()), record.usage().input());
          // Where the budget ends the output may have been cut.
          assertTrue(PaidBooks.cost(record) <= PaidGateway.cost(one.number()));
        }
        case "spent" -> {
          assertEquals(budget, one.limit(), one::line);
          assertTrue(one.used() + one.needed() > budget, () -> "refused falsely: " + one.line());
          assertTrue(one.used() <= used, one::line);
          refused++;
        }
        case "api_error" -> {
          assertEquals(503, one.status(), one::line);
          unreachable++;
        }
        default -> throw new AssertionError("refused falsely: " + one.line());
      }
    }
    assertTrue(refused > 0, "the budget was not spent");
    // Of a client's calls each is made several times before it is told that nobody can be reached.
    assertTrue(unreachable <= spent.size() / 100, "refused because of faults: " + unreachable);
  }

  private static String figures(Storm storm, PaidBooks books) {
    Map<String, Long> outcomes =
        storm.spent().stream()
            .collect(Collectors.groupingBy(Spent::outcome, TreeMap::new, Collectors.counting()));
    long[] millis = storm.spent().stream().mapToLong(Spent::millis).sorted().toArray();
    return """
    %d requests in %.1f s, %.0f a second: %s; %d asked again, %d times; \
    half within %d ms, 99 of 100 within %d ms, all within %d ms; \
    %d left to the sweep; %s used, %s free\
    """
        .formatted(
            storm.spent().size(),
            storm.seconds(),
            storm.spent().size() / storm.seconds(),
            outcomes,
            storm.spent().stream().filter(one -> one.waits() > 0).count(),
            storm.spent().stream().mapToInt(Spent::waits).sum(),
            millis[millis.length / 2],
            millis[millis.length * 99 / 100],
            millis[millis.length - 1],
            books.swept(),
            Dollars.text(books.standing().used()),
            Dollars.text(books.standing().left()));
  }

  private static Storm storm(StorePlace place, int requests) throws Exception {
    List<Process> processes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < PROCESSES; i++) {
        List<String> arguments =
            new ArrayList<>(
                List.of(
                    Integer.toString(i), Integer.toString(PROCESSES), Integer.toString(requests)));
        arguments.addAll(place.words());
        processes.add(JavaProcess.start(StormProcess.class, arguments));
      }
      for (Process process : processes) {
        assertEquals("ready", process.inputReader().readLine());
      }
      long start = System.nanoTime();
      List<Future<List<Spent>>> all = new ArrayList<>();
      for (Process process : processes) {
        all.add(threads.submit(() -> told(process)));
      }
      List<Spent> spent = new ArrayList<>();
      for (Future<List<Spent>> one : all) {
        spent.addAll(one.get());
      }
      return new Storm(spent, (System.nanoTime() - start) / 1e9);
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }

  private static List<Spent> told(Process process) throws Exception {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    List<Spent> spent = new ArrayList<>();
    BufferedReader lines = process.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      spent.add(Spent.of(line));
    }
    return spent;
  }
}
