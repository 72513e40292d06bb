package dev.dragoman.store;

import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The ledger in a DynamoDB table: partition key {@code id}, the record as JSON in {@code doc}, what
 * reports select and add up as attributes of their own, and {@code expires} (epoch seconds) where
 * records are kept for a time.
 *
 * <p>Both writes are one conditional put, so they can be sent twice, and they are: the SDK sends
 * again when an answer is lost, and so does {@code HttpURLConnection} on its own when a kept
 * connection breaks. The second then meets what the first wrote. Each call of {@code settle}
 * therefore leaves a token in {@code settledBy}, and a condition that fails over this call's own
 * token was met by this call. After a fault of a whole call nobody knows whether it was applied: if
 * it was, a further call is told false, and {@code find} shows whose figures stand.
 */
final class DynamoLedger implements UsageLedger {
  private static final String ID = "id";
  private static final String STATE = "state";
  private static final String DOC = "doc";
  private static final String SETTLED_BY = "settledBy";

  private final DynamoTable table;
  private final @Nullable Duration retention;
  private final RandomGenerator random;

  DynamoLedger(DynamoTable table, @Nullable Duration retention, RandomGenerator random) {
    this.table = table;
    this.retention = retention;
    this.random = random;
  }

  @Override
  public void open(UsageRecord record) {
    Records.requireOpen(record);
    PutItemRequest put =
        PutItemRequest.builder()
            .tableName(table.name())
            .item(item(record).attributes())
            .conditionExpression("attribute_not_exists(#id)")
            .expressionAttributeNames(Map.of("#id", ID))
            .build();
    try {
      table.call("PutItem", () -> table.client().putItem(put));
    } catch (ConditionalCheckFailedException _) {
      // It is there: by an earlier call, or by this one's first try.
    }
  }

  @Override
  public boolean settle(UsageRecord record) {
    Records.requireSettled(record);
    String token = token();
    PutItemRequest put =
        PutItemRequest.builder()
            .tableName(table.name())
            .item(item(record).text(SETTLED_BY, token).attributes())
            .conditionExpression("attribute_not_exists(#id) OR #state = :open")
            .expressionAttributeNames(Map.of("#id", ID, "#state", STATE))
            .expressionAttributeValues(Map.of(":open", AttributeValue.fromS(State.OPEN.name())))
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    try {
      table.call("PutItem", () -> table.client().putItem(put));
      return true;
    } catch (ConditionalCheckFailedException e) {
      AttributeValue settledBy = e.hasItem() ? e.item().get(SETTLED_BY) : null;
      return settledBy != null && token.equals(settledBy.s());
    }
  }

  @Override
  public Optional<UsageRecord> find(String id) {
    GetItemRequest get =
        GetItemRequest.builder()
            .tableName(table.name())
            .key(new DynamoItem().text(ID, id).attributes())
            .consistentRead(true)
            .projectionExpression("#doc")
            .expressionAttributeNames(Map.of("#doc", DOC))
            .build();
    return Optional.ofNullable(
            table.call("GetItem", () -> table.client().getItem(get)).item().get(DOC))
        .map(doc -> UsageRecordJson.read(doc.s()));
  }

  private DynamoItem item(UsageRecord record) {
    Usage usage = record.usage();
    return new DynamoItem()
        .text(ID, record.id())
        .text(STATE, record.state().name())
        .number("start", record.start().toEpochMilli())
        .text("keyHash", record.payer().keyHash())
        .text("modelAsked", record.modelAsked())
        .text("modelServed", record.modelServed())
        .text("provider", record.provider())
        .text("deployment", record.deployment())
        .text("usageOrigin", usage.origin().name())
        .number("input", usage.input())
        .number("output", usage.output())
        .number("cacheRead", usage.cacheRead())
        .number("cacheWrite5m", usage.cacheWrite5m())
        .number("cacheWrite1h", usage.cacheWrite1h())
        .number("thinking", usage.thinking())
        .number("status", record.status())
        .number(DynamoTable.EXPIRES, expires(record))
        .text(DOC, UsageRecordJson.write(record));
  }

  private @Nullable Long expires(UsageRecord record) {
    return retention == null ? null : record.start().plus(retention).getEpochSecond();
  }

  private String token() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }
}
