package dev.dragoman.store;

import dev.dragoman.ledger.DailySums.Place;
import dev.dragoman.ledger.Sums.Amounts;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Adds to the sums what a stream of the usage table delivers, each change once, however often and
 * in whatever batches it is delivered.
 *
 * <p>A stream has shards, and each delivers its changes in order; what was delivered can come
 * again. So every sum keeps, for each shard that has changed it, the sequence number of the last
 * change that it counts, in the attribute {@code s_SHARD}. One conditional update per sum and batch
 * adds what the batch has for it:
 *
 * <pre>
 * ADD amounts SET s_SHARD = last IF attribute_not_exists(s_SHARD) OR s_SHARD &lt; first
 * </pre>
 *
 * If the condition fails, the item itself says up to where it counts, and the rest is tried again;
 * an answer that was lost is met by its own sequence number. Sequence numbers have up to 40 digits,
 * DynamoDB's numbers 38: so they are kept as 17 bytes, which compare as their numbers do.
 *
 * <p>A shard takes changes for some four hours and belongs to one partition of the table; so a
 * day's sum names a few shards, of 45 bytes each: some 28 if the table has four partitions.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html">DynamoDB
 *     Streams</a>
 */
public final class UsageStream implements AutoCloseable {
  /** 10^40 has 133 bits. */
  private static final int SEQUENCE_BYTES = 17;

  private final DynamoTable table;

  /**
   * A change of one record.
   *
   * @param sequence its number in the shard, decimal
   * @param id the request's
   * @param before the record as JSON, as it was; null if it was not there
   * @param after the record as JSON, as it is
   */
  public record Change(String sequence, String id, @Nullable String before, String after) {}

  /** Adds to the sums in a table of accounts. */
  UsageStream(DynamoTable table) {
    this.table = table;
  }

  /**
   * Adds to the sums in {@code accounts}.
   *
   * @param region null for the SDK's default chain
   * @param endpoint an address that stands in for the region's own
   */
  public static UsageStream open(@Nullable String region, @Nullable URI endpoint, String accounts) {
    return new UsageStream(new DynamoTable(DynamoStore.client(region, endpoint), accounts));
  }

  /**
   * Adds what a batch of a shard has. After a fault some of it may have been added; the same batch,
   * or parts of it in their order, can be given again.
   *
   * @throws java.io.UncheckedIOException if the table cannot be reached
   */
  public void add(String shard, List<Change> batch) {
    Map<Place, List<Delta>> deltas = new LinkedHashMap<>();
    batch.stream()
        .map(change -> new Numbered(new BigInteger(change.sequence()), change))
        .sorted(Comparator.comparing(Numbered::sequence))
        .forEach(numbered -> numbered.addTo(deltas));
    String attribute = attribute(shard);
    deltas.forEach((place, of) -> add(attribute, place, of));
  }

  private void add(String attribute, Place place, List<Delta> deltas) {
    List<Delta> left = deltas;
    while (!left.isEmpty()) {
      try {
        UpdateItemRequest update = update(attribute, place, left);
        table.call("UpdateItem", () -> table.client().updateItem(update));
        return;
      } catch (ConditionalCheckFailedException e) {
        BigInteger counted = counted(attribute, e);
        left = left.stream().filter(delta -> delta.sequence().compareTo(counted) > 0).toList();
      }
    }
  }

  private BigInteger counted(String attribute, ConditionalCheckFailedException e) {
    AttributeValue stored = e.hasItem() ? e.item().get(attribute) : null;
    if (stored == null || stored.b() == null) {
      throw table.unreachable("UpdateItem", "a condition failed without its item", e);
    }
    return new BigInteger(1, stored.b().asByteArray());
  }

  private UpdateItemRequest update(String attribute, Place place, List<Delta> deltas) {
    Amounts sum = deltas.stream().map(Delta::amounts).reduce(Amounts.ZERO, Amounts::plus);
    Map<String, String> names = new HashMap<>(Map.of("#s", attribute));
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":first", bytes(deltas.getFirst().sequence()));
    values.put(":last", bytes(deltas.getLast().sequence()));
    List<String> additions = new ArrayList<>();
    for (SumField field : SumField.values()) {
      if (field.of(sum) != 0) {
        names.put("#" + field.column(), field.column());
        values.put(":" + field.column(), AttributeValue.fromN(Long.toString(field.of(sum))));
        additions.add("#" + field.column() + " :" + field.column());
      }
    }
    return UpdateItemRequest.builder()
        .tableName(table.name())
        .key(DynamoSumItem.key(place))
        .updateExpression(
            (additions.isEmpty() ? "" : "ADD " + String.join(", ", additions) + " ")
                + "SET #s = :last")
        .conditionExpression("attribute_not_exists(#s) OR #s < :first")
        .expressionAttributeNames(names)
        .expressionAttributeValues(values)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  /** Without what all shards' names begin with: {@code shardId-0000000}. */
  private static String attribute(String shard) {
    return "s_" + shard.replaceFirst("^shardId-0*", "");
  }

  private static AttributeValue bytes(BigInteger sequence) {
    byte[] digits = sequence.toByteArray();
    byte[] padded = new byte[SEQUENCE_BYTES];
    System.arraycopy(digits, 0, padded, SEQUENCE_BYTES - digits.length, digits.length);
    return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(padded));
  }

  @Override
  public void close() {
    DynamoDbClient client = table.client();
    client.close();
  }

  private record Delta(BigInteger sequence, Amounts amounts) {}

  private record Numbered(BigInteger sequence, Change change) {
    void addTo(Map<Place, List<Delta>> deltas) {
      SumRecords.change(change.id(), change.before(), change.after())
          .forEach((place, amounts) ->
              deltas
                  .computeIfAbsent(place, _ -> new ArrayList<>())
                  .add(new Delta(sequence, amounts)));
    }
  }
}
