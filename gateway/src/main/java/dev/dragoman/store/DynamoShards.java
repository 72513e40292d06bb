package dev.dragoman.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * The entries of an index in the order of all its shards, each of which has them in that order. A
 * page of a shard is read when what was read before it is used up.
 */
final class DynamoShards implements Iterator<Map<String, AttributeValue>> {
  private final DynamoTable table;
  private final Comparator<Map<String, AttributeValue>> order;
  private final List<Shard> shards = new ArrayList<>();

  /**
   * @param query of one shard, which it calls {@code :shard}
   * @param order that it answers in
   */
  DynamoShards(
      DynamoTable table,
      QueryRequest.Builder query,
      Comparator<Map<String, AttributeValue>> order) {
    this.table = table;
    this.order = order;
    QueryRequest any = query.tableName(table.name()).build();
    for (int i = 0; i < DynamoUsageItem.SHARDS; i++) {
      Map<String, AttributeValue> values = new HashMap<>(any.expressionAttributeValues());
      values.put(":shard", AttributeValue.fromS(Integer.toString(i)));
      shards.add(new Shard(any.toBuilder().expressionAttributeValues(values).build()));
    }
  }

  @Override
  public boolean hasNext() {
    return first() != null;
  }

  @Override
  public Map<String, AttributeValue> next() {
    Shard first = first();
    if (first == null) {
      throw new NoSuchElementException();
    }
    return first.read.removeFirst();
  }

  private @Nullable Shard first() {
    return shards.stream()
        .filter(shard -> shard.peek() != null)
        .min(Comparator.comparing(shard -> shard.read.getFirst(), order))
        .orElse(null);
  }

  private final class Shard {
    private final Deque<Map<String, AttributeValue>> read = new ArrayDeque<>();
    private @Nullable QueryRequest next;

    Shard(QueryRequest query) {
      this.next = query;
    }

    @Nullable Map<String, AttributeValue> peek() {
      while (read.isEmpty() && next != null) {
        QueryRequest query = next;
        QueryResponse page = table.call("Query", () -> table.client().query(query));
        read.addAll(page.items());
        next =
            page.hasLastEvaluatedKey()
                ? query.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build()
                : null;
      }
      return read.peekFirst();
    }
  }
}
