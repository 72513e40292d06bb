package dev.dragoman.store;

import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.messages.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures what it takes to open and settle one record, on virtual threads; prints microseconds of
 * wall time a record over all threads, and the median that one caller waits.
 */
final class StoreSpeed {
  private StoreSpeed() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("store-speed");
    try (SqliteStore store = SqliteStore.open(directory.resolve("store.db"))) {
      measure("SQLite", store.ledger(), 20_000);
    }
    try (LocalDynamo dynamo = LocalDynamo.start();
        DynamoStore store = dynamo.store()) {
      measure("DynamoDB Local", store.ledger(), 2_000);
    }
  }

  private static void measure(String name, UsageLedger ledger, int records)
      throws InterruptedException {
    run(ledger, "warm", records, 16);
    for (int concurrency : new int[] {1, 16}) {
      long begin = System.nanoTime();
      List<Long> waits = run(ledger, "c" + concurrency, records, concurrency);
      long micros = (System.nanoTime() - begin) / 1_000;
      waits.sort(null);
      System.out.printf(
          "%-15s at %2d: %7.1f us a record, median wait %7.1f us, 99%% %7.1f us%n",
          name,
          concurrency,
          (double) micros / records,
          waits.get(waits.size() / 2) / 1e3,
          waits.get(waits.size() * 99 / 100) / 1e3);
    }
  }

  private static List<Long> run(UsageLedger ledger, String prefix, int records, int concurrency)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    List<Long> waits = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < concurrency; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int n = next.getAndIncrement(); n < records; n = next.getAndIncrement()) {
                  String id = prefix + "-" + n;
                  long begin = System.nanoTime();
                  ledger.open(Samples.open(id));
                  ledger.settle(Samples.settled(id, Usage.reported(n, n)));
                  long took = System.nanoTime() - begin;
                  synchronized (waits) {
                    waits.add(took);
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return waits;
  }
}
