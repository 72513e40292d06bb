package dev.dragoman.store;

import static dev.dragoman.store.Entries.key;
import static dev.dragoman.store.Entries.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.Directory;
import dev.dragoman.access.Directory.Keys;
import dev.dragoman.access.Directory.Shelf;
import dev.dragoman.access.User;
import dev.dragoman.access.VirtualKey;
import dev.dragoman.provider.Sha256;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class DynamoDirectoryTest extends DirectoryContract {
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

  @Override
  Directory directory() {
    return dynamo.store().directory();
  }

  @Override
  List<Directory> unreachable() {
    return List.of(Unreachable.dynamo().directory());
  }

  @Test
  void aPutWhoseAnswerWasLostIsNotDenied() {
    Shelf<User> users = dynamo.store(http).directory().users();
    http.loseNext(1);
    assertTrue(users.put(user("u", "first", 1)));
    http.loseNext(1);
    assertTrue(users.put(user("u", "second", 2)));
    http.loseNext(1);
    assertFalse(users.put(user("u", "other", 2)));
    assertEquals(Optional.of(user("u", "second", 2)), users.find("u"));
  }

  @Test
  void aPutOfWhichEveryAnswerWasLostCanBeRepeated() {
    Directory directory = dynamo.store(http).directory();
    http.loseNext(3);
    assertThrows(UncheckedIOException.class, () -> directory.users().put(user("u")));
    assertTrue(directory.users().put(user("u")));
    http.loseNext(3);
    assertThrows(UncheckedIOException.class, () -> directory.keys().put(key("sk-1")));
    assertTrue(directory.keys().put(key("sk-1")));
  }

  @Test
  void aKeyWithAnAliasWhoseAnswerWasLostIsNotDenied() {
    Keys keys = dynamo.store(http).directory().keys();
    http.loseNext(1);
    assertTrue(keys.put(key("sk-1", "first", null, null, 1)));
    http.loseNext(2);
    assertTrue(keys.put(key("sk-1", "second", null, null, 2)));
    http.loseNext(1);
    assertFalse(keys.put(key("sk-2", "second", null, null, 1)));
    assertEquals(Optional.empty(), keys.findByAlias("first"));
    assertEquals(Optional.of(key("sk-1", "second", null, null, 2)), keys.findByAlias("second"));
  }

  @Test
  void aRemovalWhoseAnswersWereLostIsNotDenied() {
    Directory directory = dynamo.store(http).directory();
    directory.users().put(user("u"));
    directory.keys().put(key("sk-1"));
    http.loseNext(2);
    assertTrue(directory.users().remove("u"));
    assertFalse(directory.users().remove("u"));
    http.loseNext(2);
    assertTrue(directory.keys().remove(Sha256.hex("sk-1")));
    assertFalse(directory.keys().remove(Sha256.hex("sk-1")));
    assertTrue(directory.keys().put(key("sk-1")));
  }

  @Test
  void theTableHoldsAKeysHashAndNotTheKey() {
    DynamoStore.Tables tables = dynamo.tables(null);
    String planted = "sk-planted-in-this-test";
    new DynamoStore(dynamo.client(), tables, new Random(1)).directory().keys().put(key(planted));
    String items = dynamo.client().scan(scan -> scan.tableName(tables.access())).items().toString();
    assertTrue(items.contains(Sha256.hex(planted)), items);
    assertFalse(items.contains("planted"), items);
  }

  @Test
  void aTransactionThatOthersHinderIsSentAgain() {
    DynamoStore.Tables tables = dynamo.tables(null);
    Hindered client = new Hindered(dynamo.client(), 3);
    Keys keys = new DynamoStore(client, tables, new Random(1)).directory().keys();
    VirtualKey key = key("sk-1");
    assertTrue(keys.put(key));
    assertEquals(Optional.of(key), keys.find(key.id()));
    client.left = 100;
    assertThrows(UncheckedIOException.class, () -> keys.put(key("sk-2", "a", null, null)));
    assertEquals(Optional.empty(), keys.findByAlias("a"));
  }

  @Test
  void aStoreWithoutSuchATableSaysSo() {
    DynamoStore.Tables tables = new DynamoStore.Tables("mappings", "usage", null, null, null, null);
    DynamoStore store = new DynamoStore(dynamo.client(), tables, new Random(1));
    assertThrows(IllegalStateException.class, store::directory);
    assertThrows(IllegalStateException.class, store::audit);
  }

  /** A service in which another transaction stands in the way of so many. */
  private static final class Hindered implements DynamoDbClient {
    private final DynamoDbClient real;
    private int left;

    Hindered(DynamoDbClient real, int left) {
      this.real = real;
      this.left = left;
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
      return real.getItem(request);
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
      if (left-- > 0) {
        throw TransactionCanceledException.builder()
            .cancellationReasons(
                CancellationReason.builder().code("TransactionConflict").build(),
                CancellationReason.builder().code("None").build())
            .statusCode(400)
            .build();
      }
      return real.transactWriteItems(request);
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
