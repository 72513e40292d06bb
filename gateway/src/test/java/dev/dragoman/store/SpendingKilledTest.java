package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.JavaProcess;
import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Sweep;
import dev.dragoman.ledger.UsageLedger.Selection;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that spend are killed at random moments; after the sweep nothing is lost, nothing is
 * left and nothing counts twice. {@code -Ddragoman.kills=200} kills more of them.
 */
class SpendingKilledTest {
  private static final int KILLS = Integer.getInteger("dragoman.kills", 10);

  @TempDir Path directory;

  /** What a killed process said of its requests. */
  private record Said(Set<Long> asked, Set<Long> settled) {}

  @Test
  void onSqliteEveryFigureIsExactAfterTheSweep() throws Exception {
    Path file = directory.resolve("store.db");
    SqliteStore.open(file).close();
    Said said = spendAndKill(KILLS, 300, StorePlace.of(file));
    try (SqliteStore store = SqliteStore.open(file)) {
      assertExact(store, said);
    }
  }

  @Test
  void onDynamoEveryFigureIsExactAfterTheSweep() throws Exception {
    try (LocalDynamo dynamo = LocalDynamo.start()) {
      DynamoStore.Tables tables = dynamo.tables(null);
      Said said = spendAndKill(KILLS, 60, StorePlace.of(dynamo.endpoint(), tables));
      assertExact(new DynamoStore(dynamo.client(), tables, new Random(1)), said);
    }
  }

  private static void assertExact(Store store, Said said) {
    Sweep sweep = new Sweep(store.ledger(), store.accounts());
    int left = sweep.run(SpendingProcess.UNTIL);
    assertTrue(left > 0, "no kill left anything");
    assertEquals(0, sweep.run(SpendingProcess.UNTIL));
    assertEquals(List.of(), store.ledger().overdue(Instant.MAX, 1));

    List<UsageRecord> records = all(store);
    Map<Account, Long> used = new HashMap<>();
    Map<Long, UsageRecord> byNumber = new HashMap<>();
    for (UsageRecord record : records) {
      long number = Long.parseLong(record.id().substring("req_".length()));
      byNumber.put(number, record);
      long cost = Objects.requireNonNull(record.cost().provider());
      for (Account account : SpendingProcess.accounts(number)) {
        long more =
            switch (account.measure()) {
              case COST -> cost;
              case REQUESTS -> cost > 0 ? 1 : 0;
              case TOKENS, PARALLEL -> 0;
            };
        used.merge(account, more, Long::sum);
      }
    }
    used.forEach((account, sum) -> {
      Accounts.Standing standing = store.accounts().standing(account);
      assertEquals(sum, standing.used(), account::id);
      assertEquals(0, standing.reserved(), account::id);
    });
    // Nobody's usage is lost: who was asked has a record, and who was told has the true figures.
    assertTrue(byNumber.keySet().containsAll(said.asked()));
    for (long number : said.settled()) {
      UsageRecord record = Objects.requireNonNull(byNumber.get(number));
      assertEquals(State.COMPLETED, record.state());
      assertEquals(SpendingProcess.cost(number), record.cost().provider());
    }
  }

  private static List<UsageRecord> all(Store store) {
    Selection all = Selection.all(SpendingProcess.START, SpendingProcess.START.plusMillis(1));
    List<UsageRecord> records = new ArrayList<>();
    List<UsageRecord> page = store.ledger().list(all, null, 1_000);
    while (!page.isEmpty()) {
      records.addAll(page);
      page = store.ledger().list(all, page.getLast().id(), 1_000);
    }
    return records;
  }

  private static Said spendAndKill(int kills, int most, StorePlace place)
      throws IOException, InterruptedException {
    Random random = new Random(1);
    Said said = new Said(new HashSet<>(), new HashSet<>());
    for (int kill = 0; kill < kills; kill++) {
      List<String> arguments =
          new ArrayList<>(List.of(Long.toString(SpendingProcess.PROCESS * (kill + 1))));
      arguments.addAll(place.words());
      Process process = JavaProcess.start(SpendingProcess.class, arguments);
      int before = said.settled().size();
      int atLeast = 5 + random.nextInt(most);
      listen(process, said, atLeast, random.nextInt(3_000));
      assertTrue(said.settled().size() >= before + atLeast, "the process ended by itself");
    }
    return said;
  }

  /** Kills the process some microseconds after it has settled so many, and hears it out. */
  private static void listen(Process process, Said said, int atLeast, int micros)
      throws IOException, InterruptedException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      int settled = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long number = Long.parseLong(line.substring(line.indexOf(' ') + 1));
        if (line.startsWith("settled ")) {
          said.settled().add(number);
          settled++;
          if (settled == atLeast) {
            long end = System.nanoTime() + micros * 1_000L;
            while (System.nanoTime() < end) {
              Thread.onSpinWait();
            }
            // Not by the process itself, which would close the stream before its lines are read.
            process.toHandle().destroyForcibly();
          }
        } else {
          said.asked().add(number);
        }
      }
    }
    process.waitFor();
  }
}
