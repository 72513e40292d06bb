package dev.dragoman.store;

import dev.dragoman.routing.SharedHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * What gateways tell each other, in a DynamoDB table: partition key {@code kind}, always {@code
 * health}; sort key {@code id}, which begins with the minute up to which the item matters:
 *
 * <pre>
 * 2026-03-01T12:05:00Z/cool-down/DEPLOYMENT   until some moment of 12:05
 * 2026-03-01T12:05:00Z/counts/DEPLOYMENT      of 12:04, which is the last minute until 12:05 is over
 * </pre>
 *
 * <p>So one Query, from the present minute on, reads what holds and nothing else. It does not rely
 * on time-to-live, which deletes items some days after their {@code expires} (epoch seconds). It is
 * eventually consistent: what is told may come a second later.
 *
 * <p>Counts are advice, not money: they are added to, so an addition whose answer was lost and that
 * was sent again counts twice. A cool-down is a put under the condition that it ends later than the
 * one that stands, so sending it again changes nothing.
 *
 * <p>All gateways write to one partition, which takes 1,000 writes a second: gather what happened
 * for some seconds before it is added.
 */
final class DynamoHealth implements SharedHealth {
  private static final String KIND = "kind";
  private static final String HEALTH = "health";
  private static final String ID = "id";
  private static final String COOL_DOWN = "/cool-down/";
  private static final String COUNTS = "/counts/";
  private static final int MINUTE_LENGTH = "2026-03-01T12:05:00Z".length();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final String UNTIL = "until";
  private static final String ASKED = "asked";
  private static final String REASON = "reason";

  private static final String REQUESTS = "requests";
  private static final String TOKENS = "tokens";
  private static final String FAILURES = "failures";
  private static final String ANSWERS = "answers";
  private static final String FIRST_CONTENT = "firstContentMillis";

  private final DynamoTable table;

  DynamoHealth(DynamoTable table) {
    this.table = table;
  }

  @Override
  public Told load(Instant now) {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .keyConditionExpression("#kind = :kind AND #id >= :now")
            .expressionAttributeNames(Map.of("#kind", KIND, "#id", ID))
            .expressionAttributeValues(
                Map.of(
                    ":kind", AttributeValue.fromS(HEALTH),
                    ":now", AttributeValue.fromS(HealthRecords.minute(now).toString())))
            .build();
    List<CoolDown> coolDowns = new ArrayList<>();
    List<Minute> minutes = new ArrayList<>();
    table.call(
        "Query",
        () -> {
          for (Map<String, AttributeValue> item : table.client().queryPaginator(query).items()) {
            read(item, coolDowns, minutes);
          }
          return true;
        });
    return HealthRecords.told(coolDowns, minutes, now);
  }

  /** What a newer program wrote under another name is passed over. */
  private static void read(
      Map<String, AttributeValue> item, List<CoolDown> coolDowns, List<Minute> minutes) {
    AttributeValue key = item.get(ID);
    String id = key == null ? "" : key.s();
    if (id.startsWith(COOL_DOWN, MINUTE_LENGTH)) {
      AttributeValue reason = item.get(REASON);
      coolDowns.add(
          new CoolDown(
              id.substring(MINUTE_LENGTH + COOL_DOWN.length()),
              Instant.ofEpochMilli(number(item, UNTIL)),
              number(item, ASKED) != 0,
              reason == null ? "" : reason.s()));
    } else if (id.startsWith(COUNTS, MINUTE_LENGTH)) {
      minutes.add(
          new Minute(
              id.substring(MINUTE_LENGTH + COUNTS.length()),
              Instant.parse(id.substring(0, MINUTE_LENGTH)).minus(MINUTE),
              number(item, REQUESTS),
              number(item, TOKENS),
              number(item, FAILURES),
              number(item, ANSWERS),
              number(item, FIRST_CONTENT)));
    }
  }

  @Override
  public void tell(CoolDown told) {
    CoolDown coolDown = HealthRecords.kept(told);
    Instant last = HealthRecords.minute(coolDown.until());
    DynamoItem item =
        key(last, COOL_DOWN, coolDown.deployment())
            .number(UNTIL, coolDown.until().toEpochMilli())
            .number(ASKED, coolDown.asked() ? 1 : 0)
            .text(REASON, coolDown.reason())
            .number(DynamoTable.EXPIRES, expires(last));
    PutItemRequest put =
        PutItemRequest.builder()
            .tableName(table.name())
            .item(item.attributes())
            .conditionExpression("attribute_not_exists(#id) OR #until < :until")
            .expressionAttributeNames(Map.of("#id", ID, "#until", UNTIL))
            .expressionAttributeValues(Map.of(":until", number(coolDown.until().toEpochMilli())))
            .build();
    try {
      table.call("PutItem", () -> table.client().putItem(put));
    } catch (ConditionalCheckFailedException _) {
      // One that ends as late stands: another's, or this one's first try.
    }
  }

  @Override
  public void add(Minute more) {
    Instant last = HealthRecords.minute(more.minute()).plus(MINUTE);
    Map<String, Long> counts =
        Map.of(
            REQUESTS, more.requests(),
            TOKENS, more.tokens(),
            FAILURES, more.failures(),
            ANSWERS, more.answers(),
            FIRST_CONTENT, more.firstContentMillis());
    Map<String, String> names = new HashMap<>();
    Map<String, AttributeValue> values = new HashMap<>();
    List<String> additions = new ArrayList<>();
    counts.forEach((name, count) -> {
      names.put("#" + name, name);
      values.put(":" + name, number(count));
      additions.add("#" + name + " :" + name);
    });
    names.put("#expires", DynamoTable.EXPIRES);
    values.put(":expires", number(expires(last)));
    UpdateItemRequest update =
        UpdateItemRequest.builder()
            .tableName(table.name())
            .key(key(last, COUNTS, more.deployment()).attributes())
            .updateExpression("SET #expires = :expires ADD " + String.join(", ", additions))
            .expressionAttributeNames(names)
            .expressionAttributeValues(values)
            .build();
    table.call("UpdateItem", () -> table.client().updateItem(update));
  }

  private static DynamoItem key(Instant lastMinute, String what, String deployment) {
    return new DynamoItem().text(KIND, HEALTH).text(ID, lastMinute + what + deployment);
  }

  private static long expires(Instant lastMinute) {
    return lastMinute.plus(HealthRecords.KEPT).getEpochSecond();
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  /** A number, 0 for one that is not there, as from an older program. */
  private static long number(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null ? 0 : Long.parseLong(value.n());
  }
}
