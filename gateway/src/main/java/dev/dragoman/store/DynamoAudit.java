package dev.dragoman.store;

import dev.dragoman.access.AuditLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * The audit log in a DynamoDB table: partition key {@code kind}, always {@code audit}; sort key
 * {@code id}, the entry's place; JSON in {@code doc}. One partition is enough: it takes a thousand
 * changes a second, and any span of time is one Query of it.
 */
final class DynamoAudit implements AuditLog {
  private static final String KIND = "kind";
  private static final String AUDIT = "audit";
  private static final String ID = "id";
  private static final String DOC = "doc";

  private final DynamoTable table;

  DynamoAudit(DynamoTable table) {
    this.table = table;
  }

  @Override
  public void write(Entry entry) {
    PutItemRequest put =
        PutItemRequest.builder()
            .tableName(table.name())
            .item(
                new DynamoItem()
                    .text(KIND, AUDIT)
                    .text(ID, entry.place())
                    .text(DOC, AuditJson.write(entry))
                    .attributes())
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
  public List<Entry> list(Instant from, Instant until, @Nullable String after, int limit) {
    AuditSpan span = AuditSpan.of(from, until, after);
    List<Entry> found = new ArrayList<>();
    boolean more = !span.isEmpty();
    Map<String, AttributeValue> start = Map.of();
    while (more && found.size() < limit) {
      // One more than is wanted: BETWEEN gives what stands at its end, too.
      QueryRequest query = query(span, limit - found.size() + 1, start);
      QueryResponse page = table.call("Query", () -> table.client().query(query));
      for (Map<String, AttributeValue> item : page.items()) {
        if (!AttributeValue.fromS(span.until()).equals(item.get(ID)) && found.size() < limit) {
          found.add(AuditJson.read(item.getOrDefault(DOC, AttributeValue.fromS("")).s()));
        }
      }
      more = page.hasLastEvaluatedKey();
      start = page.lastEvaluatedKey();
    }
    return found;
  }

  private QueryRequest query(AuditSpan span, int limit, Map<String, AttributeValue> start) {
    return QueryRequest.builder()
        .tableName(table.name())
        .consistentRead(true)
        .scanIndexForward(false)
        .limit(limit)
        .exclusiveStartKey(start.isEmpty() ? null : start)
        .keyConditionExpression("#kind = :kind AND #id BETWEEN :from AND :until")
        .projectionExpression("#id, #doc")
        .expressionAttributeNames(Map.of("#kind", KIND, "#id", ID, "#doc", DOC))
        .expressionAttributeValues(
            Map.of(
                ":kind", AttributeValue.fromS(AUDIT),
                ":from", AttributeValue.fromS(span.from()),
                ":until", AttributeValue.fromS(span.until())))
        .build();
  }
}
