package dev.dragoman.store;

import dev.dragoman.ledger.DailySums;
import dev.dragoman.ledger.DailySums.Place;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageLedger.Selection;
import dev.dragoman.ledger.UsageRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Sums in the table of accounts ({@link DynamoSumItem}), which {@link UsageStream} adds to. A
 * report reads one range of items for each month that it touches, however many requests they count.
 */
final class DynamoSums implements Sums {
  /**
   * How long after its end a day can be rebuilt. A stream keeps what it has not delivered for a
   * day; then nothing that the records say can be added to rebuilt sums once more.
   */
  static final Duration SETTLED = Duration.ofHours(25);

  private static final int PAGE = 500;

  private final DynamoTable table;

  DynamoSums(DynamoTable table) {
    this.table = table;
  }

  @Override
  public List<Sum> read(String scope, LocalDate from, LocalDate to) {
    String name = DailySums.bounded(scope);
    List<Sum> sums = new ArrayList<>();
    for (YearMonth month = YearMonth.from(from);
        !month.isAfter(YearMonth.from(to));
        month = month.plusMonths(1)) {
      LocalDate first = month.atDay(1);
      LocalDate last = month.atEndOfMonth();
      read(name, month, first.isBefore(from) ? from : first, last.isAfter(to) ? to : last, sums);
    }
    sums.removeIf(sum -> sum.amounts().isZero());
    sums.sort(SumRecords.ORDER);
    return sums;
  }

  private void read(String scope, YearMonth month, LocalDate from, LocalDate to, List<Sum> into) {
    if (to.isBefore(from)) {
      return;
    }
    QueryRequest.Builder query =
        QueryRequest.builder()
            .tableName(table.name())
            .keyConditionExpression("#kind = :kind AND #id BETWEEN :first AND :last")
            .expressionAttributeNames(Map.of("#kind", DynamoSumItem.KIND, "#id", DynamoSumItem.ID))
            .expressionAttributeValues(
                new DynamoItem()
                    .text(":kind", DynamoSumItem.kind(scope, month))
                    .text(":first", DynamoSumItem.first(from))
                    .text(":last", DynamoSumItem.last(to))
                    .attributes());
    @Nullable Map<String, AttributeValue> next = null;
    do {
      QueryRequest page = query.exclusiveStartKey(next).build();
      QueryResponse found = table.call("Query", () -> table.client().query(page));
      found.items().forEach(item -> into.add(DynamoSumItem.read(scope, month, item)));
      next = found.hasLastEvaluatedKey() ? found.lastEvaluatedKey() : null;
    } while (next != null);
  }

  /**
   * A day that has been over for 25 hours, and of whose records none was settled in the last 25:
   * all others wait, since the stream may not have delivered them. Interrupted, it leaves some sums
   * new and some old; the next one completes them.
   */
  @Override
  public Rebuilt rebuild(LocalDate day, UsageLedger ledger, Instant now, boolean fewer) {
    Instant quiet = now.minus(SETTLED);
    Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Map<Place, Amounts> sums = new HashMap<>();
    Tally tally = end.isAfter(quiet) ? new Tally(0, end) : add(day, ledger, sums);
    if (tally.last().isAfter(quiet)) {
      return new Rebuilt.Refused(
          day
              + " can be rebuilt after "
              + tally.last().plus(SETTLED)
              + ": until then the table's stream may still deliver records of it");
    }
    List<Sum> stored = stored(day);
    long counted =
        stored.stream()
            .filter(sum -> sum.scope().equals("all") && sum.by().equals("total"))
            .mapToLong(sum -> sum.amounts().requests())
            .sum();
    Rebuilt refused = SumRecords.tooFew(day, counted, tally.records(), fewer);
    if (refused != null) {
      return refused;
    }
    stored.forEach(
        sum -> sums.putIfAbsent(new Place(sum.scope(), day, sum.by(), sum.value()), Amounts.ZERO));
    sums.forEach(this::put);
    return new Rebuilt.Done(tally.records());
  }

  /** How many records there are, and when the last of them ended. */
  private record Tally(long records, Instant last) {}

  private static Tally add(LocalDate day, UsageLedger ledger, Map<Place, Amounts> into) {
    Selection selection =
        Selection.all(
            day.atStartOfDay(ZoneOffset.UTC).toInstant(),
            day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    long count = 0;
    Instant last = Instant.EPOCH;
    List<UsageRecord> page = ledger.list(selection, null, PAGE);
    while (!page.isEmpty()) {
      for (UsageRecord record : page) {
        DailySums.of(record).forEach((place, of) -> into.merge(place, of, Amounts::plus));
        Instant end = record.end() == null ? record.start() : record.end();
        last = end.isAfter(last) ? end : last;
        count++;
      }
      page = ledger.list(selection, page.getLast().id(), PAGE);
    }
    return new Tally(count, last);
  }

  /** All sums of a day that there are: the sums of all name the scopes of the others. */
  private List<Sum> stored(LocalDate day) {
    List<Sum> all = read("all", day, day);
    List<Sum> sessions = read("sessions", day, day);
    List<Sum> stored = new ArrayList<>(all);
    stored.addAll(sessions);
    all.stream()
        .filter(sum -> List.of("key", "user", "team", "tag").contains(sum.by()))
        .forEach(sum -> stored.addAll(read(sum.by() + "/" + sum.value(), day, day)));
    sessions.forEach(sum -> stored.addAll(read("session/" + sum.value(), day, day)));
    return stored;
  }

  /** What the stream keeps there stays, so that what it delivers again still counts once. */
  private void put(Place place, Amounts amounts) {
    Map<String, String> names = new HashMap<>();
    Map<String, AttributeValue> values = new HashMap<>();
    List<String> assignments = new ArrayList<>();
    for (SumField field : SumField.values()) {
      names.put("#" + field.column(), field.column());
      values.put(":" + field.column(), AttributeValue.fromN(Long.toString(field.of(amounts))));
      assignments.add("#" + field.column() + " = :" + field.column());
    }
    UpdateItemRequest update =
        UpdateItemRequest.builder()
            .tableName(table.name())
            .key(DynamoSumItem.key(place))
            .updateExpression("SET " + String.join(", ", assignments))
            .expressionAttributeNames(names)
            .expressionAttributeValues(values)
            .build();
    table.call("UpdateItem", () -> table.client().updateItem(update));
  }
}
