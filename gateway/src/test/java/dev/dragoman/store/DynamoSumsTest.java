package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.Sums.Rebuilt;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.store.UsageStream.Change;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

class DynamoSumsTest extends SumsContract {
  private static final String SHARD = "shardId-00000001414576573621-f55eea83";
  private static final String OTHER = "shardId-00000001414576573622-0e5eea84";

  private static LocalDynamo dynamo;

  @BeforeAll
  static void start() {
    dynamo = LocalDynamo.start();
  }

  @AfterAll
  static void stop() {
    dynamo.close();
  }

  @Override
  Store store() {
    return new Streamed(dynamo, dynamo.tables(null));
  }

  @Override
  void catchUp(Store store) {
    ((Streamed) store).deliver();
  }

  @Override
  List<Sums> unreachable() {
    return List.of(Unreachable.dynamo().sums());
  }

  private static List<Change> changes(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i ->
            new Change(
                Integer.toString(1_000 + i),
                "req_" + i,
                null,
                UsageRecordJson.write(SumsContract.record(i))))
        .toList();
  }

  private static List<UsageRecord> records(int from, int to) {
    return IntStream.range(from, to).mapToObj(SumsContract::record).toList();
  }

  @Test
  void aBatchThatComesAgainCountsOnce() {
    Streamed store = new Streamed(dynamo, dynamo.tables(null));
    for (int i = 0; i < 3; i++) {
      store.stream().add(SHARD, changes(0, 10));
    }
    assertSums(records(0, 10), store);
  }

  @Test
  void whateverPartsOfAShardComeAgainEachChangeCountsOnce() {
    Streamed store = new Streamed(dynamo, dynamo.tables(null));
    Random random = new Random(5);
    int delivered = 0;
    while (delivered < 200) {
      int from = random.nextInt(delivered + 1);
      int to = from + 1 + random.nextInt(30);
      store.stream().add(SHARD, changes(from, to));
      delivered = Math.max(delivered, to);
    }
    assertSums(records(0, delivered), store);
  }

  @Test
  void shardsCountEachForThemselvesHoweverTheirBatchesCome() throws Exception {
    Streamed store = new Streamed(dynamo, dynamo.tables(null));
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int copy = 0; copy < 2; copy++) {
      calls.add(() -> inBatches(store, SHARD, 0, 60));
      calls.add(() -> inBatches(store, OTHER, 60, 100));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        assertTrue(call.get());
      }
    }
    store.stream().add(SHARD, changes(0, 5));
    assertSums(records(0, 100), store);
  }

  private static boolean inBatches(Streamed store, String shard, int from, int to) {
    for (int i = from; i < to; i += 7) {
      store.stream().add(shard, changes(i, Math.min(to, i + 7)));
    }
    return true;
  }

  @Test
  void numbersOfFortyDigitsAreComparedAsNumbers() {
    Streamed store = new Streamed(dynamo, dynamo.tables(null));
    List<String> sequences =
        List.of("9", "127", "128", "300", "9".repeat(39), "1" + "0".repeat(39), "9".repeat(40));
    for (int i = 0; i < sequences.size(); i++) {
      String doc = UsageRecordJson.write(record(i));
      Change change = new Change(sequences.get(i), "req_" + i, null, doc);
      store.stream().add(SHARD, List.of(change));
      store.stream().add(SHARD, List.of(change));
    }
    assertSums(records(0, sequences.size()), store);
  }

  @Test
  void anAnswerThatIsLostAfterAnyOfTheUpdatesCountsNothingTwice() {
    LosingHttpClient losing = new LosingHttpClient();
    DynamoStore.Tables tables = dynamo.tables(null);
    Streamed store = new Streamed(dynamo, tables);
    DynamoDbClient client = LocalDynamo.client(dynamo.endpoint(), losing);
    UsageStream stream = new UsageStream(new DynamoTable(client, accounts(tables)));
    for (int i = 0; i < 20; i++) {
      losing.loseNext(1 + i % 2);
      stream.add(SHARD, changes(3 * i, 3 * i + 3));
    }
    assertSums(records(0, 60), store);
  }

  @Test
  void aBatchWhoseFunctionDiesBetweenTwoItemsIsCompletedByTheNextDelivery() {
    DynamoStore.Tables tables = dynamo.tables(null);
    Streamed store = new Streamed(dynamo, tables);
    int died = 0;
    for (int updates = 1; updates < 40; updates += 5) {
      DynamoDbClient dying = new DyingClient(dynamo.client(), updates);
      UsageStream stream = new UsageStream(new DynamoTable(dying, accounts(tables)));
      try {
        stream.add(SHARD, changes(0, 10 + updates));
      } catch (UncheckedIOException _) {
        died++;
      }
    }
    assertTrue(died >= 3);
    store.stream().add(SHARD, changes(0, 25));
    store.stream().add(SHARD, changes(20, 60));
    assertSums(records(0, 60), store);
  }

  @Test
  void aRecordThatWasClosedOrPassedThroughUnchangedAddsNothing() {
    Streamed store = new Streamed(dynamo, dynamo.tables(null));
    String settled = UsageRecordJson.write(record(1));
    String open = UsageRecordJson.write(UsageRecord.open("req_1", Payer.NOBODY, "sonnet", MORNING));
    store.stream()
        .add(
            SHARD,
            List.of(
                new Change("1", "req_1", null, open),
                new Change("2", "req_1", open, settled),
                new Change("3", "req_1", settled, settled)));
    assertSums(List.of(record(1)), store);
  }

  @Test
  void aDayWaitsForItsStreamBeforeItIsRebuilt() {
    Store store = store();
    records(0, 3).forEach(store.ledger()::settle);
    catchUp(store);
    Rebuilt tooSoon =
        store.sums().rebuild(DAY, store.ledger(), LATER.minus(Duration.ofHours(24)), false);
    assertEquals(
        new Rebuilt.Refused(
            "2026-10-31 can be rebuilt after 2026-11-02T01:00:00Z: until then the table's stream may"
                + " still deliver records of it"),
        tooSoon);
  }

  @Test
  void aDayOneOfWhoseRecordsWasSettledLateWaitsToo() {
    Store store = store();
    UsageRecord early = record(1);
    UsageRecord late =
        new UsageRecord(
            "req_late",
            early.payer(),
            early.modelAsked(),
            null,
            null,
            null,
            UsageRecord.State.ABANDONED,
            early.usage(),
            early.start(),
            null,
            LATER,
            null,
            null,
            List.of(),
            List.of(),
            Cost.UNKNOWN,
            null,
            null);
    store.ledger().settle(late);
    Rebuilt rebuilt = store.sums().rebuild(DAY, store.ledger(), LATER.plusSeconds(60), false);
    assertTrue(rebuilt instanceof Rebuilt.Refused, rebuilt.toString());
  }

  @Test
  void rebuiltSumsLoseWhatNoRecordSays() {
    Streamed store = new Streamed(dynamo, dynamo.tables(null));
    store.stream().add(SHARD, changes(0, 10));
    UsageLedger records = new InMemoryStore().ledger();
    records(0, 9).forEach(records::settle);
    assertTrue(store.sums().rebuild(DAY, records, LATER, false) instanceof Rebuilt.Refused);
    assertSums(records(0, 10), store);
    assertEquals(new Rebuilt.Done(9), store.sums().rebuild(DAY, records, LATER, true));
    assertSums(records(0, 9), store);
  }

  @Test
  void aReportReadsNoMoreOfAThousandRecordsThanOfTen() {
    List<Double> ten = units(10);
    List<Double> thousand = units(1_000);
    assertEquals(ten, thousand);
    System.out.println("read units of a daily, a monthly and a key's monthly report: " + ten);
  }

  /** What a daily report, a monthly one and one of a key read: each is one page. */
  private static List<Double> units(int perDay) {
    DynamoStore.Tables tables = dynamo.tables(null);
    Streamed store = new Streamed(dynamo, tables);
    for (int day = 0; day < 31; day++) {
      List<Change> changes = new ArrayList<>();
      for (int i = 0; i < (day == 9 ? perDay : 10); i++) {
        UsageRecord record = record(i);
        UsageRecord moved =
            record(
                record.id(),
                DAY.withDayOfMonth(day + 1).atStartOfDay(ZoneOffset.UTC).toInstant(),
                record.payer(),
                record.cost());
        changes.add(
            new Change(
                Integer.toString(1 + 10_000 * day + i),
                record.id(),
                null,
                UsageRecordJson.write(moved)));
      }
      store.stream().add(SHARD, changes);
    }
    List<Double> units = new ArrayList<>();
    CapacityClient client = new CapacityClient(dynamo.client(), new ArrayList<>());
    Sums sums = new DynamoSums(new DynamoTable(client, accounts(tables)));
    assertEquals(
        perDay,
        sums.read("all", DAY.withDayOfMonth(10), DAY.withDayOfMonth(10)).stream()
            .filter(sum -> sum.by().equals("total"))
            .mapToLong(sum -> sum.amounts().requests())
            .sum());
    sums.read("all", DAY.withDayOfMonth(1), DAY);
    sums.read("key/key1", DAY.withDayOfMonth(1), DAY);
    assertEquals(3, client.answers().size());
    client.answers().forEach(answer -> units.add(answer.consumedCapacity().capacityUnits()));
    return units;
  }

  private static String accounts(DynamoStore.Tables tables) {
    return Objects.requireNonNull(tables.accounts());
  }

  /** A client that keeps the answers to its queries, with what they took. */
  private record CapacityClient(DynamoDbClient real, List<QueryResponse> answers)
      implements DynamoDbClient {
    @Override
    public QueryResponse query(QueryRequest request) {
      QueryResponse answer =
          real.query(
              request.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build());
      answers.add(answer);
      return answer;
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  /** A client that updates so many items and then none. */
  private static final class DyingClient implements DynamoDbClient {
    private final DynamoDbClient real;
    private int left;

    DyingClient(DynamoDbClient real, int left) {
      this.real = real;
      this.left = left;
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
      if (left-- <= 0) {
        throw SdkClientException.create("killed");
      }
      return real.updateItem(request);
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
