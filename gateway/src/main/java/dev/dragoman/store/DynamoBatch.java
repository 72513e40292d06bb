package dev.dragoman.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Many items of a table at once, read consistently. */
final class DynamoBatch {
  /** The most that one BatchGetItem takes. */
  static final int MOST = 100;

  /** How often what a batch left over is asked for: about ten seconds in all. */
  private static final int ATTEMPTS = 9;

  private final DynamoTable table;
  private final String projection;
  private final Map<String, String> names;
  private final RandomGenerator random;
  private final LongConsumer sleepMillis;

  /**
   * @param attributes that are read
   * @param random for waits
   */
  DynamoBatch(
      DynamoTable table,
      List<String> attributes,
      RandomGenerator random,
      LongConsumer sleepMillis) {
    this.table = table;
    this.names =
        IntStream.range(0, attributes.size())
            .boxed()
            .collect(Collectors.toMap(i -> "#a" + i, attributes::get));
    this.projection = String.join(", ", names.keySet());
    this.random = random;
    this.sleepMillis = sleepMillis;
  }

  /** The items that have these keys, in their order; a key that no item has is passed over. */
  List<Map<String, AttributeValue>> read(List<Map<String, AttributeValue>> keys) {
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> found = new HashMap<>();
    List<Map<String, AttributeValue>> left = keys;
    for (int attempt = 0; !left.isEmpty(); attempt++) {
      if (attempt == ATTEMPTS) {
        throw table.unreachable("BatchGetItem", left.size() + " keys stay unprocessed", null);
      }
      if (attempt > 0) {
        sleepMillis.accept(random.nextLong(25L << attempt, 50L << attempt));
      }
      BatchGetItemResponse answer = ask(left);
      for (Map<String, AttributeValue> item :
          answer.responses().getOrDefault(table.name(), List.of())) {
        found.put(keyOf(item, keys.getFirst()), item);
      }
      KeysAndAttributes unprocessed = answer.unprocessedKeys().get(table.name());
      left = unprocessed == null ? List.of() : unprocessed.keys();
    }
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    for (Map<String, AttributeValue> key : keys) {
      Map<String, AttributeValue> item = found.get(key);
      if (item != null) {
        items.add(item);
      }
    }
    return items;
  }

  private BatchGetItemResponse ask(List<Map<String, AttributeValue>> keys) {
    KeysAndAttributes asked =
        KeysAndAttributes.builder()
            .keys(keys)
            .consistentRead(true)
            .projectionExpression(projection)
            .expressionAttributeNames(names)
            .build();
    BatchGetItemRequest request =
        BatchGetItemRequest.builder().requestItems(Map.of(table.name(), asked)).build();
    return table.call("BatchGetItem", () -> table.client().batchGetItem(request));
  }

  private static Map<String, AttributeValue> keyOf(
      Map<String, AttributeValue> item, Map<String, AttributeValue> like) {
    Map<String, AttributeValue> key = new HashMap<>(item);
    key.keySet().retainAll(like.keySet());
    return key;
  }
}
