package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.access.Limits;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.ledger.Dollars;
import dev.dragoman.store.DynamoStore;
import dev.dragoman.store.FaultyDynamo;
import dev.dragoman.store.LocalDynamo;
import dev.dragoman.store.Store;
import dev.dragoman.store.StorePlace;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What a request asks of DynamoDB, counted on the wire. What that costs follows from the sizes of
 * the items: docs/ledger.md.
 */
final class BudgetCallsTest {
  private static final int REQUESTS = 10;

  private static final FaultyDynamo.Faults NONE =
      new FaultyDynamo.Faults(0, 0, 0, Duration.ofMillis(1));

  @Test
  void aRequestWithoutALimitIsWrittenTwice() throws IOException {
    assertEquals(Map.of("PutItem usage", 2.0), calls(Limits.NONE));
  }

  @Test
  void aRequestWithinABudgetIsWrittenFiveTimesAndNothingIsRead() throws IOException {
    Limits budget = new Limits(Dollars.ONE, null, null, null, null, null, Map.of(), null);
    assertEquals(
        Map.of("PutItem usage", 2.0, "UpdateItem usage", 1.0, "UpdateItem accounts", 2.0),
        calls(budget));
  }

  /** A request's for its record and its accounts, once the key and its account are known. */
  private static Map<String, Double> calls(Limits limits) throws IOException {
    try (LocalDynamo dynamo = LocalDynamo.start();
        FaultyDynamo counted = FaultyDynamo.start(dynamo.endpoint(), 1, NONE);
        ScriptedChatServer upstream =
            ScriptedChatServer.start(request -> PaidGateway.answer(request, Duration.ZERO))) {
      DynamoStore.Tables tables = dynamo.tables(null);
      try (Store store = StorePlace.of(counted.endpoint(), tables).open(1);
          PaidGateway gateway = new PaidGateway(store)) {
        PaidGateway.prepare(store, upstream.baseUrl(), limits);
        gateway.ask(0);
        Map<String, Long> before = counted.applied();
        for (int i = 1; i <= REQUESTS; i++) {
          gateway.ask(i);
        }
        Map<String, Double> calls = new TreeMap<>();
        counted
            .applied()
            .forEach((call, count) -> {
              long more = count - before.getOrDefault(call, 0L);
              // Who holds a key is looked up every few seconds, however many ask.
              if (more > 0 && (call.contains(" usage-") || call.contains(" accounts-"))) {
                calls.merge(call.replaceAll("-\\d+$", ""), more / (double) REQUESTS, Double::sum);
              }
            });
        return calls;
      }
    }
  }
}
