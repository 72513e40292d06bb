package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.routing.NewestRequests;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoNewestTest extends NewestRequestsContract {
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
  NewestRequests newest() {
    return newest(dynamo.store());
  }

  @Override
  List<NewestRequests> unreachable() {
    return List.of(newest(Unreachable.dynamo()));
  }

  @Test
  void beginningWhoseAnswerWasLostBeginsOnce() {
    LosingHttpClient http = new LosingHttpClient();
    NewestRequests newest = newest(dynamo.store(http));
    http.loseNext(1);
    newest.begin("c", "req_1", Samples.START);
    assertEquals(Optional.of("req_1"), newest.newest("c"));
  }

  @Test
  void anItemExpiresAfterAnHourAndTellsNoConversation() {
    DynamoStore.Tables tables = dynamo.tables(null);
    NewestRequests newest = newest(new DynamoStore(dynamo.client(), tables, new Random(1)));
    Instant start = Samples.START;
    newest.begin("user_1234", "req_1", start);
    Map<String, AttributeValue> item =
        dynamo.client().scan(scan -> scan.tableName(tables.traffic())).items().getFirst();
    assertEquals(Set.of("kind", "id", "request", "start", "expires"), item.keySet());
    assertEquals(
        AttributeValue.fromN(Long.toString(start.plusSeconds(3_600).getEpochSecond())),
        item.get("expires"));
    assertEquals(-1, item.toString().indexOf("user_1234"));
  }

  private static NewestRequests newest(DynamoStore store) {
    return Objects.requireNonNull(store.newest());
  }
}
