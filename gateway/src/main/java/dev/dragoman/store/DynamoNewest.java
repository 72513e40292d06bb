package dev.dragoman.store;

import dev.dragoman.provider.Sha256;
import dev.dragoman.routing.NewestRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/**
 * The newest request of each conversation, in a DynamoDB table: partition key {@code kind}, a
 * partition for each conversation so that none is hot, sort key {@code id}, always {@code newest};
 * {@code request}, {@code start} (epoch milliseconds) and {@code expires} (epoch seconds), the
 * table's time-to-live attribute. A conversation stands there as its SHA-256, since what clients
 * call theirs has any length and may name a person.
 *
 * <p>A put whose answer was lost is sent again and changes nothing: its start is not later than its
 * own. An item that time-to-live has not deleted yet does no harm, for whatever begins now began
 * later.
 *
 * <p>The read is consistent: one that still told the request before would end the one that listens.
 */
final class DynamoNewest implements NewestRequests {
  private static final String KIND = "kind";
  private static final String ID = "id";
  private static final String NEWEST = "newest";
  private static final String REQUEST = "request";
  private static final String START = "start";
  private static final Duration KEPT = Duration.ofHours(1);

  private final DynamoTable table;

  DynamoNewest(DynamoTable table) {
    this.table = table;
  }

  @Override
  public void begin(String conversation, String requestId, Instant start) {
    AttributeValue millis = AttributeValue.fromN(Long.toString(start.toEpochMilli()));
    PutItemRequest put =
        PutItemRequest.builder()
            .tableName(table.name())
            .item(
                key(conversation)
                    .text(REQUEST, requestId)
                    .number(START, start.toEpochMilli())
                    .number(DynamoTable.EXPIRES, start.plus(KEPT).getEpochSecond())
                    .attributes())
            .conditionExpression("attribute_not_exists(#id) OR #start <= :start")
            .expressionAttributeNames(Map.of("#id", ID, "#start", START))
            .expressionAttributeValues(Map.of(":start", millis))
            .build();
    try {
      table.call("PutItem", () -> table.client().putItem(put));
    } catch (ConditionalCheckFailedException _) {
      // One that began later is known.
    }
  }

  @Override
  public Optional<String> newest(String conversation) {
    GetItemRequest get =
        GetItemRequest.builder()
            .tableName(table.name())
            .key(key(conversation).attributes())
            .consistentRead(true)
            .projectionExpression("#request")
            .expressionAttributeNames(Map.of("#request", REQUEST))
            .build();
    return Optional.ofNullable(
            table.call("GetItem", () -> table.client().getItem(get)).item().get(REQUEST))
        .map(AttributeValue::s);
  }

  private static DynamoItem key(String conversation) {
    return new DynamoItem().text(KIND, NEWEST + "/" + Sha256.hex(conversation)).text(ID, NEWEST);
  }
}
