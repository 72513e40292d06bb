package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.routing.SharedHealth;
import dev.dragoman.routing.SharedHealth.CoolDown;
import dev.dragoman.routing.SharedHealth.Minute;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

class DynamoHealthTest extends SharedHealthContract {
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
  SharedHealth health() {
    return dynamo.store().health();
  }

  @Override
  List<SharedHealth> unreachable() {
    return List.of(Unreachable.dynamo().health());
  }

  @Test
  void whatHoldsIsReadByOneQueryThatReadsNothingElse() {
    DynamoStore.Tables tables = dynamo.tables(null);
    CountingClient client = new CountingClient(dynamo.client());
    SharedHealth health = new DynamoStore(client, tables, new Random(1)).health();
    for (int i = 0; i < 50; i++) {
      health.add(new Minute("d", MINUTE.minus(Duration.ofMinutes(2 + i)), 1, 0, 0, 0, 0));
      health.tell(coolDown("d", -60 * i - 31, false));
    }
    health.tell(coolDown("d", 9, true));
    Minute counts = new Minute("d", MINUTE, 1, 2, 3, 4, 5);
    health.add(counts);
    assertEquals(
        new SharedHealth.Told(List.of(coolDown("d", 9, true)), List.of(counts)), health.load(NOW));
    assertEquals(1, client.queries().size());
    QueryResponse answer = client.queries().getFirst();
    assertEquals(2, answer.scannedCount());
    assertEquals(2, answer.count());
  }

  @Test
  void itemsAreSmallAndExpireSomeMinutesAfterTheyMatter() {
    DynamoStore.Tables tables = dynamo.tables(null);
    CountingClient client = new CountingClient(dynamo.client());
    SharedHealth health = new DynamoStore(client, tables, new Random(1)).health();
    String deployment = "0123456789abcdef".repeat(4);
    health.tell(new CoolDown(deployment, NOW, true, "why ".repeat(1_000)));
    long many = 123_456_789_012L;
    health.add(new Minute(deployment, MINUTE, many, many, many, many, many));
    health.load(NOW);
    List<Map<String, AttributeValue>> items = client.queries().getFirst().items();
    assertEquals(2, items.size());
    AttributeValue coolDownExpires = expires(items.getFirst());
    assertEquals(MINUTE.plusSeconds(600).getEpochSecond(), Long.parseLong(coolDownExpires.n()));
    AttributeValue countsExpire = expires(items.getLast());
    assertEquals(MINUTE.plusSeconds(660).getEpochSecond(), Long.parseLong(countsExpire.n()));
    for (Map<String, AttributeValue> item : items) {
      assertTrue(bytes(item) < 500, () -> bytes(item) + " bytes: " + item);
    }
  }

  @Test
  void countsWhoseAnswerWasLostMayCountTwiceAndACoolDownDoesNot() {
    LosingHttpClient http = new LosingHttpClient();
    SharedHealth health = dynamo.store(http).health();
    http.loseNext(1);
    health.add(new Minute("d", MINUTE, 1, 10, 0, 0, 0));
    http.loseNext(1);
    health.tell(coolDown("d", 9, true));
    long requests = health.load(NOW).minutes().getFirst().requests();
    assertTrue(requests == 1 || requests == 2, () -> "requests " + requests);
    assertEquals(List.of(coolDown("d", 9, true)), health.load(NOW).coolDowns());
  }

  @Test
  void whatANewerProgramToldIsPassedOver() {
    DynamoStore.Tables tables = dynamo.tables(null);
    SharedHealth health = new DynamoStore(dynamo.client(), tables, new Random(1)).health();
    Map<String, AttributeValue> later =
        new DynamoItem().text("kind", "health").text("id", MINUTE + "/later/d").attributes();
    dynamo.client().putItem(put -> put.tableName(tables.traffic()).item(later));
    assertEquals(SharedHealth.Told.NOTHING, health.load(NOW));
  }

  private static AttributeValue expires(Map<String, AttributeValue> item) {
    return Objects.requireNonNull(item.get("expires"));
  }

  /** About what DynamoDB counts: names and texts by their length, a number by half its digits. */
  private static int bytes(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .mapToInt(field -> {
          AttributeValue value = field.getValue();
          int size = value.s() == null ? value.n().length() / 2 + 2 : value.s().length();
          return field.getKey().length() + size;
        })
        .sum();
  }
}
