package dev.dragoman.store;

import static dev.dragoman.store.DynamoUsageItem.DOC;
import static dev.dragoman.store.DynamoUsageItem.DUE_AT;
import static dev.dragoman.store.DynamoUsageItem.ID;
import static dev.dragoman.store.DynamoUsageItem.SETTLED_BY;
import static dev.dragoman.store.DynamoUsageItem.STATE;

import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The ledger in a DynamoDB table of {@link DynamoUsageItem}s.
 *
 * <p>Every write is one conditional call, so it can be sent twice, and it is: the SDK sends again
 * when an answer is lost, and so does {@code HttpURLConnection} on its own when a kept connection
 * breaks. The second then meets what the first wrote. Each call of {@code settle} therefore leaves
 * a token in {@code settledBy}, and a condition that fails over this call's own token was met by
 * this call. Where the SDK has given up (it takes a conflict with a transaction for final) the call
 * is made again for some seconds, with the same token. After a fault of a whole call nobody knows
 * whether it was applied: if it was, a further call is told false, and {@code find} shows whose
 * figures stand.
 */
final class DynamoLedger implements UsageLedger {
  private static final String IS_OPEN = "#state = :open";
  private static final String IS_SETTLED = "attribute_exists(#state) AND #state <> :open";
  private static final Map<String, AttributeValue> OPEN =
      Map.of(":open", AttributeValue.fromS(State.OPEN.name()));

  /** How often a record is priced that others change meanwhile. */
  private static final int ATTEMPTS = 20;

  private final DynamoTable table;
  private final DynamoUsageIndexes indexes;
  private final @Nullable Duration retention;
  private final RandomGenerator random;
  private final Patience patience;

  DynamoLedger(
      DynamoTable table,
      @Nullable Duration retention,
      RandomGenerator random,
      LongConsumer sleepMillis) {
    this.table = table;
    this.indexes = new DynamoUsageIndexes(table, random, sleepMillis);
    this.retention = retention;
    this.random = random;
    this.patience = new Patience(8, Duration.ofSeconds(5), random, sleepMillis);
  }

  @Override
  public void open(UsageRecord record) {
    Records.requireOpen(record);
    // Where it is not: by an earlier call, or by this one's first try.
    put(
        PutItemRequest.builder()
            .item(DynamoUsageItem.of(record, retention).attributes())
            .conditionExpression("attribute_not_exists(#id)")
            .expressionAttributeNames(Map.of("#id", ID)));
  }

  @Override
  public void hold(UsageRecord record) {
    Records.requireOpen(record);
    put(
        PutItemRequest.builder()
            .item(DynamoUsageItem.of(record, retention).attributes())
            .conditionExpression(IS_OPEN)
            .expressionAttributeNames(Map.of("#state", STATE))
            .expressionAttributeValues(OPEN));
  }

  private void put(PutItemRequest.Builder put) {
    PutItemRequest request = put.tableName(table.name()).build();
    ifItHolds(() -> call("PutItem", () -> table.client().putItem(request)));
  }

  @Override
  public boolean settle(UsageRecord record) {
    Records.requireSettled(record);
    String token = HexFormat.of().toHexDigits(random.nextLong());
    PutItemRequest put =
        PutItemRequest.builder()
            .tableName(table.name())
            .item(DynamoUsageItem.of(record, retention).text(SETTLED_BY, token).attributes())
            .conditionExpression("attribute_not_exists(#id) OR " + IS_OPEN)
            .expressionAttributeNames(Map.of("#id", ID, "#state", STATE))
            .expressionAttributeValues(OPEN)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    try {
      call("PutItem", () -> table.client().putItem(put));
      return true;
    } catch (ConditionalCheckFailedException e) {
      AttributeValue settledBy = e.hasItem() ? e.item().get(SETTLED_BY) : null;
      return settledBy != null && token.equals(settledBy.s());
    }
  }

  @Override
  public void posted(String id) {
    UpdateItemRequest update =
        UpdateItemRequest.builder()
            .tableName(table.name())
            .key(DynamoUsageItem.key(id))
            .updateExpression("REMOVE #due")
            .conditionExpression(IS_SETTLED)
            .expressionAttributeNames(Map.of("#due", DUE_AT, "#state", STATE))
            .expressionAttributeValues(OPEN)
            .build();
    ifItHolds(() -> call("UpdateItem", () -> table.client().updateItem(update)));
  }

  @Override
  public void discard(String id) {
    DeleteItemRequest delete =
        DeleteItemRequest.builder()
            .tableName(table.name())
            .key(DynamoUsageItem.key(id))
            .conditionExpression(IS_OPEN)
            .expressionAttributeNames(Map.of("#state", STATE))
            .expressionAttributeValues(OPEN)
            .build();
    ifItHolds(() -> call("DeleteItem", () -> table.client().deleteItem(delete)));
  }

  /**
   * {@inheritDoc} The document is replaced where it still is the one that was read. If an answer is
   * lost, the next look finds this cost there.
   */
  @Override
  public boolean price(String id, Cost cost) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      String doc = doc(id);
      UsageRecord record = doc == null ? null : UsageRecordJson.read(doc);
      if (doc == null || record == null || record.state() == State.OPEN) {
        return false;
      }
      if (record.cost().equals(cost)
          || ifItHolds(() -> replaceDoc(id, doc, UsageRecordJson.write(record.at(cost))))) {
        return true;
      }
    }
    throw table.unreachable("UpdateItem", "request " + id + " is priced by others", null);
  }

  private void replaceDoc(String id, String before, String after) {
    UpdateItemRequest update =
        UpdateItemRequest.builder()
            .tableName(table.name())
            .key(DynamoUsageItem.key(id))
            .updateExpression("SET #doc = :after")
            .conditionExpression("#doc = :before")
            .expressionAttributeNames(Map.of("#doc", DOC))
            .expressionAttributeValues(
                Map.of(
                    ":before", AttributeValue.fromS(before),
                    ":after", AttributeValue.fromS(after)))
            .build();
    call("UpdateItem", () -> table.client().updateItem(update));
  }

  @Override
  public Optional<UsageRecord> find(String id) {
    return Optional.ofNullable(doc(id)).map(UsageRecordJson::read);
  }

  private @Nullable String doc(String id) {
    GetItemRequest get =
        GetItemRequest.builder()
            .tableName(table.name())
            .key(DynamoUsageItem.key(id))
            .consistentRead(true)
            .projectionExpression("#doc")
            .expressionAttributeNames(Map.of("#doc", DOC))
            .build();
    AttributeValue doc = call("GetItem", () -> table.client().getItem(get)).item().get(DOC);
    return doc == null ? null : doc.s();
  }

  @Override
  public List<UsageRecord> overdue(Instant now, int limit) {
    return indexes.overdue(now, limit);
  }

  @Override
  public List<UsageRecord> list(Selection selection, @Nullable String after, int limit) {
    UsageRecord last = after == null ? null : settled(after);
    return indexes.list(selection, last, limit);
  }

  private UsageRecord settled(String id) {
    return find(id)
        .filter(record -> record.state() != State.OPEN)
        .orElseThrow(() -> Records.noneAfter(id));
  }

  private <T> T call(String operation, Supplier<T> call) {
    return patience.call(() -> table.call(operation, call));
  }

  /** False if the condition of a write does not hold; often because its first try was applied. */
  private static boolean ifItHolds(Runnable write) {
    try {
      write.run();
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    }
  }
}
