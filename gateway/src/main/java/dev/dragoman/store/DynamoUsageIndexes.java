package dev.dragoman.store;

import static dev.dragoman.store.DynamoUsageItem.DOC;
import static dev.dragoman.store.DynamoUsageItem.DUE_AT;
import static dev.dragoman.store.DynamoUsageItem.ID;
import static dev.dragoman.store.DynamoUsageItem.SHARD;
import static dev.dragoman.store.DynamoUsageItem.START_ID;

import dev.dragoman.ledger.UsageLedger.Selection;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The indexes of the usage table: {@code overdue}, by {@code dueAt}, and {@code settled}, by {@code
 * startId}. Each holds only items that have its attribute, in shards that are read as one.
 *
 * <p>An index follows its table within a fraction of a second. So what stands in it is read from
 * the table, consistently, and passed over if it is no longer so.
 */
final class DynamoUsageIndexes {
  private static final String OVERDUE = "overdue";
  private static final String SETTLED = "settled";

  private final DynamoTable table;
  private final DynamoBatch batch;

  /** What to make of an item of the table; nothing if its entry in the index is out of date. */
  private interface Reading extends Function<Map<String, AttributeValue>, Optional<UsageRecord>> {}

  DynamoUsageIndexes(DynamoTable table, RandomGenerator random, LongConsumer sleepMillis) {
    this.table = table;
    this.batch = new DynamoBatch(table, List.of(ID, DOC, DUE_AT), random, sleepMillis);
  }

  List<UsageRecord> overdue(Instant now, int limit) {
    long latest = Records.millis(now);
    QueryRequest.Builder query =
        QueryRequest.builder()
            .indexName(OVERDUE)
            .keyConditionExpression("#shard = :shard AND #due <= :latest")
            .expressionAttributeNames(Map.of("#shard", SHARD, "#due", DUE_AT))
            .expressionAttributeValues(Map.of(":latest", DynamoItem.number(latest)))
            .limit(pageSize(limit));
    DynamoShards shards =
        new DynamoShards(table, query, Comparator.comparingLong(DynamoUsageIndexes::dueAt));
    return page(
        shards,
        limit,
        item ->
            dueAt(item) <= latest
                ? Records.readable(text(item, ID), text(item, DOC))
                : Optional.empty());
  }

  /** Records of a selection that stand behind {@code after}, where that is not null. */
  List<UsageRecord> list(Selection selection, @Nullable UsageRecord after, int limit) {
    String first = DynamoUsageItem.startsAt(Records.millis(selection.from()));
    String last = DynamoUsageItem.startsAt(Records.millis(selection.until()) + 1);
    if (after != null && DynamoUsageItem.startId(after).compareTo(last) < 0) {
      last = DynamoUsageItem.startId(after);
    }
    if (first.compareTo(last) > 0) {
      return List.of();
    }
    Map<String, String> names = new HashMap<>(Map.of("#shard", SHARD, "#start", START_ID));
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":first", AttributeValue.fromS(first));
    values.put(":last", AttributeValue.fromS(last));
    QueryRequest.Builder query =
        QueryRequest.builder()
            .indexName(SETTLED)
            .keyConditionExpression("#shard = :shard AND #start BETWEEN :first AND :last")
            .scanIndexForward(false);
    String filter = filter(selection, names, values);
    if (filter.isEmpty()) {
      query.limit(pageSize(limit));
    } else {
      // No limit: it would count what the filter leaves out.
      query.filterExpression(filter);
    }
    query.expressionAttributeNames(names).expressionAttributeValues(values);
    DynamoShards shards =
        new DynamoShards(
            table,
            query,
            Comparator.comparing(
                (Map<String, AttributeValue> entry) -> text(entry, START_ID),
                Comparator.reverseOrder()));
    return page(
        shards,
        limit,
        item ->
            Optional.of(UsageRecordJson.read(text(item, DOC)))
                .filter(record -> record.state() != State.OPEN && selection.has(record))
                .filter(record -> after == null || Records.NEWEST.compare(record, after) > 0));
  }

  private static String filter(
      Selection selection, Map<String, String> names, Map<String, AttributeValue> values) {
    Map<String, @Nullable String> payers = new HashMap<>();
    payers.put(DynamoUsageItem.KEY, selection.keyHash());
    payers.put(DynamoUsageItem.USER, selection.user());
    payers.put(DynamoUsageItem.TEAM, selection.team());
    payers.put(DynamoUsageItem.SESSION, selection.session());
    List<String> filters = new ArrayList<>();
    payers.forEach((name, payer) -> {
      SdkBytes digest = DynamoUsageItem.digest(payer);
      if (digest != null) {
        names.put("#" + name, name);
        values.put(":" + name, AttributeValue.fromB(digest));
        filters.add("#" + name + " = :" + name);
      }
    });
    return String.join(" AND ", filters);
  }

  private List<UsageRecord> page(DynamoShards shards, int limit, Reading reading) {
    List<UsageRecord> page = new ArrayList<>();
    while (page.size() < limit) {
      List<String> ids = new ArrayList<>();
      while (ids.size() < Math.min(limit - page.size(), DynamoBatch.MOST) && shards.hasNext()) {
        ids.add(text(shards.next(), ID));
      }
      if (ids.isEmpty()) {
        return page;
      }
      List<Map<String, AttributeValue>> items =
          batch.read(ids.stream().map(DynamoUsageItem::key).toList());
      items.stream().map(reading).flatMap(Optional::stream).forEach(page::add);
    }
    return page;
  }

  /** Each shard has a quarter of a page, more or less. */
  private static int pageSize(int limit) {
    return Math.clamp(limit / 2, 10, 1_000);
  }

  /** Never, where nobody need look for it. */
  private static long dueAt(Map<String, AttributeValue> item) {
    AttributeValue due = item.get(DUE_AT);
    return due == null ? Long.MAX_VALUE : Long.parseLong(due.n());
  }

  private String text(Map<String, AttributeValue> item, String name) {
    AttributeValue text = item.get(name);
    if (text == null) {
      throw new IllegalStateException("table " + table.name() + ": an item has no " + name);
    }
    return text.s();
  }
}
