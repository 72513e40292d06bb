package dev.dragoman.store;

import static dev.dragoman.store.Samples.deployment;
import static dev.dragoman.store.Samples.open;
import static dev.dragoman.store.Samples.settled;
import static java.time.temporal.ChronoUnit.MILLIS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.json.RawJson;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.RouterSettings;
import dev.dragoman.routing.SharedHealth;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class DynamoStoreTest {
  private static LocalDynamo dynamo;

  private final LosingHttpClient http = new LosingHttpClient();

  @BeforeAll
  static void start() {
    dynamo = LocalDynamo.start();
  }

  @AfterAll
  static void stop() {
    dynamo.close();
  }

  @Test
  void aSettlementWhoseAnswerWasLostIsNotDenied() {
    UsageLedger ledger = dynamo.store(http).ledger();
    ledger.open(open("opened"));
    for (String id : List.of("opened", "never-opened")) {
      http.loseNext(1);
      assertTrue(ledger.settle(settled(id, Usage.reported(1, 2))));
      assertFalse(ledger.settle(settled(id, Usage.reported(1, 2))));
    }
  }

  @Test
  void aSettlementThatAnotherMadeIsNotClaimedWhenAnAnswerIsLost() {
    UsageLedger ledger = dynamo.store(http).ledger();
    assertTrue(ledger.settle(settled("req_1", Usage.reported(1, 2))));
    http.loseNext(1);
    assertFalse(ledger.settle(settled("req_1", Usage.reported(1, 2))));
  }

  @Test
  void ofSettlementsThatLoseAnswersExactlyOneCounts() throws Exception {
    UsageLedger ledger = dynamo.store(http).ledger();
    http.loseNext(4);
    List<Boolean> outcomes = new ArrayList<>();
    List<Thread> threads =
        IntStream.range(0, 8)
            .mapToObj(_ ->
                Thread.ofVirtual()
                    .start(() -> {
                      boolean won = ledger.settle(settled("req_1", Usage.reported(1, 2)));
                      synchronized (outcomes) {
                        outcomes.add(won);
                      }
                    }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(8, outcomes.size());
    assertEquals(1, outcomes.stream().filter(won -> won).count());
  }

  @Test
  void whenEveryAnswerIsLostTheCallFailsAndTheRecordStands() {
    UsageLedger ledger = dynamo.store(http).ledger();
    http.loseNext(1_000);
    assertThrows(
        UncheckedIOException.class, () -> ledger.settle(settled("req_1", Usage.reported(1, 2))));
    http.loseNext(0);
    assertEquals(Optional.of(settled("req_1", Usage.reported(1, 2))), ledger.find("req_1"));
  }

  @Test
  void aSettlementThatTheSdkGaveUpIsRepeatedAndKnowsItself() {
    UsageLedger ledger = dynamo.store(http).ledger();
    http.loseNext(3);
    assertTrue(ledger.settle(settled("req_1", Usage.reported(1, 2))));
    assertFalse(ledger.settle(settled("req_1", Usage.reported(1, 2))));
  }

  @Test
  void openingWhoseAnswerWasLostOpensOnce() {
    UsageLedger ledger = dynamo.store(http).ledger();
    http.loseNext(1);
    ledger.open(open("req_1"));
    assertEquals(Optional.of(open("req_1")), ledger.find("req_1"));
  }

  @Test
  void removingWhoseAnswerWasLostIsNotDenied() {
    DynamoStore store = dynamo.store(http);
    store.mappings().put(Samples.full());
    http.loseNext(2);
    assertTrue(store.mappings().remove(Samples.full().id()));
    assertFalse(store.mappings().remove(Samples.full().id()));
  }

  @Test
  void onlyWhatConditionsAndIndexesNeedStandsInAttributesOfItsOwn() {
    DynamoStore.Tables tables = dynamo.tables(Duration.ofDays(90));
    UsageLedger ledger = new DynamoStore(dynamo.client(), tables, new Random(1)).ledger();
    ledger.settle(Samples.full("full"));
    ledger.open(open("open"));
    ledger.open(Requests.open("due", Samples.START, null, Samples.START.plusSeconds(9)));
    Map<String, AttributeValue> full = item(tables.usage(), "full");
    assertEquals(AttributeValue.fromS("FAILED"), full.get("state"));
    assertEquals(AttributeValue.fromS("1772366400123#full"), full.get("startId"));
    assertEquals(number(Samples.START.plusSeconds(900).toEpochMilli()), full.get("dueAt"));
    assertEquals(
        number(Samples.START.plus(Duration.ofDays(90)).getEpochSecond()), full.get("expires"));
    assertEquals(
        Set.of(
            "id",
            "state",
            "doc",
            "settledBy",
            "expires",
            "shard",
            "dueAt",
            "startId",
            "key",
            "user",
            "team",
            "session"),
        full.keySet());
    assertEquals(Set.of("id", "state", "doc", "expires"), item(tables.usage(), "open").keySet());
    // What nobody has settled yet is not forgotten, however few days records are kept.
    assertEquals(
        Set.of("id", "state", "doc", "shard", "dueAt"), item(tables.usage(), "due").keySet());
    ledger.posted("full");
    assertFalse(item(tables.usage(), "full").containsKey("dueAt"));
  }

  @Test
  void aTableThatIsMissingIsAFaultThatNamesItAndTheOperation() {
    DynamoStore.Tables tables =
        new DynamoStore.Tables("nowhere", "nowhere-too", "nor-here", "nor-there", "lost", null);
    DynamoStore store = new DynamoStore(dynamo.client(), tables, new Random(1));
    IllegalStateException fault =
        assertThrows(IllegalStateException.class, () -> store.ledger().open(open("req_1")));
    assertEquals("table nowhere-too: PutItem: ResourceNotFoundException", fault.getMessage());
    assertThrows(IllegalStateException.class, () -> store.mappings().load());
    assertThrows(IllegalStateException.class, () -> store.health().load(Samples.START));
    assertThrows(
        IllegalStateException.class,
        () -> store.accounts().standing(AccountSamples.account("a", 1)));
    assertThrows(
        IllegalStateException.class,
        () -> Objects.requireNonNull(store.newest()).begin("c", "req_1", Samples.START));
  }

  @Test
  void withoutATableOfTrafficAProcessKnowsWhatItHasSeenItself() {
    DynamoStore.Tables tables = new DynamoStore.Tables("mappings", "usage", null, null, null, null);
    DynamoStore store = new DynamoStore(dynamo.client(), tables, new Random(1));
    assertNull(store.newest());
    SharedHealth.CoolDown told =
        new SharedHealth.CoolDown("d", Samples.START.plusSeconds(9).truncatedTo(MILLIS), true, "");
    store.health().tell(told);
    assertEquals(List.of(told), store.health().load(Samples.START).coolDowns());
  }

  @Test
  void withoutATableOfAccountsNobodyIsToldThatALimitHolds() {
    DynamoStore.Tables tables = new DynamoStore.Tables("mappings", "usage", null, null, null, null);
    DynamoStore store = new DynamoStore(dynamo.client(), tables, new Random(1));
    assertThrows(IllegalStateException.class, store::accounts);
  }

  @Test
  void mappingsAndSettingsAreReadByOneQuery() {
    CountingClient client = new CountingClient(dynamo.client());
    DynamoMappings mappings = mappings(client, dynamo.tables(null), new ArrayList<>());
    List<Deployment> config = List.of(deployment("m", "1", Origin.CONFIG));
    RouterSettings settings = Samples.settings(Map.of("num_retries", RawJson.of("5")));
    mappings.replaceConfig(new Configured(config, settings));
    client.queries().clear();
    Configured loaded = mappings.load();
    assertEquals(config, loaded.deployments());
    assertEquals(settings.byName(), loaded.settings().byName());
    assertEquals(1, client.queries().size());
  }

  @Test
  void settingsThatCannotBeReadAreAFaultAndNotTheDefault() {
    DynamoStore.Tables tables = dynamo.tables(null);
    Map<String, AttributeValue> broken =
        new DynamoItem()
            .text("kind", "routing")
            .text("id", "settings")
            .text("doc", "{\"v\":2}")
            .attributes();
    dynamo.client().putItem(put -> put.tableName(tables.mappings()).item(broken));
    DynamoMappings mappings = mappings(dynamo.client(), tables, new ArrayList<>());
    assertThrows(UncheckedIOException.class, mappings::load);
  }

  @Test
  void aThrottledCallIsAStoreThatCannotBeReachedNow() {
    DynamoStore.Tables tables = new DynamoStore.Tables("mappings", "usage", null, null, null, null);
    UsageLedger ledger = new DynamoStore(new Throttling(), tables, new Random(1)).ledger();
    UncheckedIOException fault =
        assertThrows(UncheckedIOException.class, () -> ledger.open(open("req_1")));
    assertEquals(
        "table usage: PutItem: ProvisionedThroughputExceededException", fault.getMessage());
  }

  @Test
  void whatABatchLeavesOverIsSentAgainAfterAWait() {
    DynamoStore.Tables tables = dynamo.tables(null);
    List<Long> waits = new ArrayList<>();
    DynamoMappings mappings = mappings(new Partial(dynamo.client(), 10), tables, waits);
    List<Deployment> config =
        IntStream.range(100, 160).mapToObj(i -> deployment("m", "d" + i, Origin.CONFIG)).toList();
    mappings.replaceConfig(Configured.of(config));
    assertEquals(config, mappings.load().deployments());
    assertEquals(4, waits.size());
    assertTrue(waits.stream().allMatch(wait -> wait >= 50 && wait < 200), waits::toString);
  }

  @Test
  void aBatchOfWhichNothingIsTakenGivesUpAndRemovesNothing() {
    DynamoStore.Tables tables = dynamo.tables(null);
    Deployment before = deployment("before", "1", Origin.CONFIG);
    mappings(dynamo.client(), tables, new ArrayList<>())
        .replaceConfig(Configured.of(List.of(before)));
    List<Long> waits = new ArrayList<>();
    DynamoMappings mappings = mappings(new Partial(dynamo.client(), 0), tables, waits);
    List<Deployment> config = List.of(deployment("after", "2", Origin.CONFIG));
    assertThrows(UncheckedIOException.class, () -> mappings.replaceConfig(Configured.of(config)));
    assertEquals(List.of(before), mappings.load().deployments());
    assertEquals(8, waits.size());
  }

  @Test
  void aStoreIsOpenedWithTheCredentialsOfItsSurroundings() {
    System.setProperty("aws.accessKeyId", "surroundings");
    System.setProperty("aws.secretAccessKey", "secret");
    try (DynamoStore store =
        DynamoStore.open(
            LocalDynamo.REGION, dynamo.endpoint(), dynamo.tables(null), new Random(1))) {
      store.mappings().put(Samples.full());
      assertEquals(List.of(Samples.full()), store.mappings().load().deployments());
      assertTrue(store.ledger().settle(Samples.full("req_1")));
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  private static DynamoMappings mappings(
      DynamoDbClient client, DynamoStore.Tables tables, List<Long> waits) {
    return new DynamoMappings(
        new DynamoTable(client, tables.mappings()), new Random(1), waits::add);
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  private static Map<String, AttributeValue> item(String table, String id) {
    return dynamo
        .client()
        .getItem(get -> get.tableName(table).key(Map.of("id", AttributeValue.fromS(id))))
        .item();
  }

  /** A service that has no capacity left. */
  private static class Throttling implements DynamoDbClient {
    @Override
    public PutItemResponse putItem(PutItemRequest request) {
      String code = "ProvisionedThroughputExceededException";
      throw DynamoDbException.builder()
          .statusCode(400)
          .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  /** A service that takes only so many items of a batch. */
  private static final class Partial extends Throttling {
    private final DynamoDbClient real;
    private final int taken;

    Partial(DynamoDbClient real, int taken) {
      this.real = real;
      this.taken = taken;
    }

    @Override
    public QueryResponse query(QueryRequest request) {
      return real.query(request);
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
      String table = request.requestItems().keySet().iterator().next();
      List<WriteRequest> items = request.requestItems().getOrDefault(table, List.of());
      int count = Math.min(taken, items.size());
      if (count > 0) {
        real.batchWriteItem(batch -> batch.requestItems(Map.of(table, items.subList(0, count))));
      }
      List<WriteRequest> left = items.subList(count, items.size());
      return BatchWriteItemResponse.builder()
          .unprocessedItems(left.isEmpty() ? Map.of() : Map.of(table, left))
          .build();
    }
  }
}
