package dev.dragoman.store;

import dev.dragoman.access.Directory.Shelf;
import dev.dragoman.access.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The entries of one kind in a DynamoDB table: partition key {@code kind}, sort key {@code id},
 * {@code revision}, JSON in {@code doc}. Names and values of requests never stand in an expression,
 * only their placeholders do.
 *
 * <p>A look-up is one consistent read (1 unit for each 4 KB), a put or the like one conditional
 * write (1 unit for each KB), a page one Query of the partition from where the last one ended.
 *
 * <p>The SDK sends a request again when its answer is lost. A put that then meets its own document
 * was applied. A removal looks first, since a delete that is sent again would deny what it did.
 */
class DynamoShelf<T extends Entry> implements Shelf<T> {
  static final String KIND = "kind";
  static final String ID = "id";
  static final String REVISION = "revision";
  static final String DOC = "doc";

  private final EntryForm<T> form;
  private final DynamoTable table;

  DynamoShelf(EntryForm<T> form, DynamoTable table) {
    this.form = form;
    this.table = table;
  }

  @Override
  public Optional<T> find(String id) {
    if (!form.ids().test(id)) {
      return Optional.empty();
    }
    return Optional.ofNullable(look(key(form.kind(), id)).get(DOC))
        .map(doc -> form.read().apply(doc.s()));
  }

  @Override
  public boolean put(T entry) {
    PutItemRequest put =
        PutItemRequest.builder()
            .tableName(table.name())
            .item(item(entry).attributes())
            .conditionExpression(condition(entry))
            .expressionAttributeNames(names(entry))
            .expressionAttributeValues(values(entry))
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    try {
      table.call("PutItem", () -> table.client().putItem(put));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return isThis(entry, e.item());
    }
  }

  /** An entry as it is written. */
  DynamoItem item(T entry) {
    return new DynamoItem()
        .text(KIND, form.kind())
        .text(ID, entry.id())
        .number(REVISION, entry.revision())
        .text(DOC, form.write(entry));
  }

  /** What must hold where an entry is written, in terms of {@link #names} and {@link #values}. */
  static String condition(Entry entry) {
    return entry.revision() == 1 ? "attribute_not_exists(#id)" : "#revision = :before";
  }

  static Map<String, String> names(Entry entry) {
    return entry.revision() == 1 ? Map.of("#id", ID) : Map.of("#revision", REVISION);
  }

  static @Nullable Map<String, AttributeValue> values(Entry entry) {
    return entry.revision() == 1 ? null : Map.of(":before", number(entry.revision() - 1));
  }

  /** Whether what stands there is just this entry. */
  final boolean isThis(T entry, Map<String, AttributeValue> stored) {
    AttributeValue doc = stored.get(DOC);
    return doc != null && form.write(entry).equals(doc.s());
  }

  @Override
  public boolean remove(String id) {
    if (!form.ids().test(id) || look(key(form.kind(), id)).isEmpty()) {
      return false;
    }
    DeleteItemRequest delete =
        DeleteItemRequest.builder().tableName(table.name()).key(key(form.kind(), id)).build();
    table.call("DeleteItem", () -> table.client().deleteItem(delete));
    return true;
  }

  @Override
  public List<T> list(@Nullable String after, int limit) {
    return some(null, "", after, limit);
  }

  /**
   * A page of the entries whose {@code attribute} is {@code value}, or of all if it is null. All
   * that stand between are read.
   */
  final List<T> some(@Nullable String attribute, String value, @Nullable String after, int limit) {
    Map<String, String> names = new HashMap<>(Map.of("#kind", KIND, "#doc", DOC));
    Map<String, AttributeValue> values =
        new HashMap<>(Map.of(":kind", AttributeValue.fromS(form.kind())));
    if (attribute != null) {
      names.put("#attribute", attribute);
      values.put(":value", AttributeValue.fromS(value));
    }
    QueryRequest.Builder query =
        QueryRequest.builder()
            .tableName(table.name())
            .consistentRead(true)
            .keyConditionExpression("#kind = :kind")
            .filterExpression(attribute == null ? null : "#attribute = :value")
            .projectionExpression("#doc")
            .limit(attribute == null ? limit : null)
            .expressionAttributeNames(names)
            .expressionAttributeValues(values);
    String last = form.after(after);
    List<T> found = new ArrayList<>();
    Map<String, AttributeValue> start = last.isEmpty() ? Map.of() : key(form.kind(), last);
    do {
      QueryRequest next = query.exclusiveStartKey(start.isEmpty() ? null : start).build();
      QueryResponse page = table.call("Query", () -> table.client().query(next));
      page.items().forEach(item -> found.add(form.read().apply(text(item, DOC))));
      start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
    } while (found.size() < limit && !start.isEmpty());
    return found.size() > limit ? List.copyOf(found.subList(0, limit)) : found;
  }

  /** All attributes of an item; none if it is not there. */
  final Map<String, AttributeValue> look(Map<String, AttributeValue> key) {
    GetItemRequest get =
        GetItemRequest.builder().tableName(table.name()).key(key).consistentRead(true).build();
    return table.call("GetItem", () -> table.client().getItem(get)).item();
  }

  final DynamoTable table() {
    return table;
  }

  static Map<String, AttributeValue> key(String kind, String id) {
    return new DynamoItem().text(KIND, kind).text(ID, id).attributes();
  }

  static AttributeValue number(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  private String text(Map<String, AttributeValue> item, String name) {
    AttributeValue text = item.get(name);
    if (text == null) {
      throw new IllegalStateException("table " + table.name() + ": an item has no " + name);
    }
    return text.s();
  }
}
