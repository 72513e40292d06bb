package dev.dragoman.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.Sums.Amounts;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import dev.dragoman.store.DynamoStore;
import dev.dragoman.store.LocalDynamo;
import dev.dragoman.store.LocalStream;
import dev.dragoman.store.UsageStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import tools.jackson.databind.json.JsonMapper;

/**
 * The function behind the stream, given events as Lambda makes them of DynamoDB Local's streams.
 */
class SumsFunctionTest {
  private static final Instant START = Instant.parse("2026-11-25T08:00:00Z");
  private static final LocalDate DAY = LocalDate.parse("2026-11-25");

  private static final LocalDynamo dynamo = LocalDynamo.start();

  @BeforeAll
  static void start() {
    System.setProperty("aws.accessKeyId", "local");
    System.setProperty("aws.secretAccessKey", "local");
  }

  @AfterAll
  static void stop() {
    dynamo.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private final DynamoStore.Tables tables = dynamo.tables(null);
  private final DynamoStore store = new DynamoStore(dynamo.client(), tables, new Random(1));
  private final SumsFunction function =
      new SumsFunction(
          UsageStream.open(
              LocalDynamo.REGION, dynamo.endpoint(), Objects.requireNonNull(tables.accounts())));

  private static UsageRecord record(int number) {
    return new UsageRecord(
        "req_" + number,
        Payer.ofKey("ab12"),
        "sonnet",
        "gpt-5",
        "openai",
        "d-1",
        State.COMPLETED,
        Usage.reported(7, 3),
        START,
        null,
        START.plusSeconds(7),
        200,
        null,
        List.of("größer \"🜁\""),
        List.of(),
        new Cost(10L, List.of(), 1L),
        null,
        null);
  }

  private Amounts total() {
    return store.sums().read("all", DAY, DAY).stream()
        .filter(sum -> sum.by().equals("total"))
        .findFirst()
        .orElseThrow()
        .amounts();
  }

  private String invoke(byte[] event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    function.handleRequest(new ByteArrayInputStream(event), out, null);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** An event of a window, as the page of tumbling windows shows one. */
  private static byte[] event(String shard, List<Record> records) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("Records", records.stream().map(SumsFunctionTest::json).toList());
    event.put("window", Map.of("start", "2026-11-25T08:00:00Z", "end", "2026-11-25T08:01:00Z"));
    event.put("state", Map.of("1", "state1"));
    event.put("shardId", shard);
    event.put("eventSourceARN", "arn:aws:dynamodb:us-east-1:123456789012:table/usage/stream/1");
    event.put("isFinalInvokeForWindow", false);
    event.put("isWindowTerminatedEarly", false);
    return JsonMapper.shared().writeValueAsBytes(event);
  }

  private static Map<String, Object> json(Record record) {
    Map<String, Object> change = new LinkedHashMap<>();
    change.put("ApproximateCreationDateTime", 1_763_000_000);
    change.put("Keys", image(record.dynamodb().keys()));
    if (record.dynamodb().hasNewImage()) {
      change.put("NewImage", image(record.dynamodb().newImage()));
    }
    change.put("SequenceNumber", record.dynamodb().sequenceNumber());
    change.put("SizeBytes", record.dynamodb().sizeBytes());
    change.put("StreamViewType", record.dynamodb().streamViewTypeAsString());
    if (record.dynamodb().hasOldImage()) {
      change.put("OldImage", image(record.dynamodb().oldImage()));
    }
    return Map.of(
        "eventID",
        record.eventID(),
        "eventName",
        record.eventNameAsString(),
        "eventVersion",
        "1.1",
        "eventSource",
        "aws:dynamodb",
        "awsRegion",
        "us-east-1",
        "dynamodb",
        change);
  }

  private static Map<String, Object> image(Map<String, AttributeValue> attributes) {
    Map<String, Object> image = new LinkedHashMap<>();
    attributes.forEach((name, value) -> image.put(name, Map.of(type(value), value(value))));
    return image;
  }

  private static String type(AttributeValue value) {
    return value.s() != null ? "S" : value.n() != null ? "N" : "B";
  }

  private static Object value(AttributeValue value) {
    @Nullable String text = value.s() == null ? value.n() : value.s();
    return text == null ? value.b().asByteArray() : text;
  }

  private Map<String, List<Record>> shards() {
    try (LocalStream stream = new LocalStream(dynamo, tables.usage())) {
      return stream.shards();
    }
  }

  @Test
  void whatIsSettledCountsOnceHoweverOftenAndInWhateverPartsItComes() throws IOException {
    for (int i = 0; i < 50; i++) {
      store.ledger().open(UsageRecord.open("req_" + i, Payer.NOBODY, "sonnet", START));
      store.ledger().settle(record(i));
    }
    Random random = new Random(3);
    for (Map.Entry<String, List<Record>> shard : shards().entrySet()) {
      List<Record> records = shard.getValue();
      int done = 0;
      while (done < records.size()) {
        int from = random.nextInt(done + 1);
        int to = Math.min(records.size(), done + 1 + random.nextInt(20));
        String answer = invoke(event(shard.getKey(), records.subList(from, to)));
        assertEquals("{\"state\":{}}", answer);
        done = to;
      }
      invoke(event(shard.getKey(), records));
    }
    assertEquals(new Amounts(50, 0, 0, 0, 0, 350, 150, 0, 0, 0, 0, 500, 50), total());
  }

  @Test
  void aRecordThatIsRemovedStaysInTheSums() throws IOException {
    store.ledger().settle(record(1));
    dynamo
        .client()
        .deleteItem(request ->
            request.tableName(tables.usage()).key(Map.of("id", AttributeValue.fromS("req_1"))));
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, List<Record>> shard : shards().entrySet()) {
      shard.getValue().forEach(record -> names.add(record.eventNameAsString()));
      invoke(event(shard.getKey(), shard.getValue()));
    }
    assertEquals(List.of("INSERT", "REMOVE"), names);
    assertEquals(1, total().requests());
  }

  @Test
  void theLastInvocationOfAWindowHasNoRecordsAndIsAnsweredToo() throws IOException {
    assertEquals("{\"state\":{}}", invoke(event("shardId-1", List.of())));
    assertEquals(List.of(), store.sums().read("all", DAY, DAY));
  }

  @Test
  void anEventThatDoesNotNameItsShardIsRefusedBeforeAnythingCounts() {
    String event =
        """
        {"Records": [{"dynamodb": {"SequenceNumber": "111", "Keys": {"id": {"S": "req_1"}},
          "NewImage": {"id": {"S": "req_1"}, "doc": {"S": "{}"}}}}]}\
        """;
    Exception refused =
        assertThrows(
            IllegalArgumentException.class, () -> invoke(event.getBytes(StandardCharsets.UTF_8)));
    assertTrue(String.valueOf(refused.getMessage()).contains("TumblingWindowInSeconds"));
  }

  @Test
  void whatIsNoEventIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> invoke("{".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aTableThatCannotBeReachedFailsTheInvocationSoThatItComesAgain() throws IOException {
    store.ledger().settle(record(1));
    Map.Entry<String, List<Record>> shard =
        shards().entrySet().stream().filter(e -> !e.getValue().isEmpty()).findFirst().orElseThrow();
    byte[] event = event(shard.getKey(), shard.getValue());
    SumsFunction gone =
        new SumsFunction(UsageStream.open(LocalDynamo.REGION, dynamo.endpoint(), "no-such-table"));
    assertThrows(
        IllegalStateException.class,
        () ->
            gone.handleRequest(new ByteArrayInputStream(event), new ByteArrayOutputStream(), null));
    invoke(event);
    assertEquals(1, total().requests());
  }
}
