package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Hold;
import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How large items and entries of indexes are, by DynamoDB's own rules: docs/ledger.md has the
 * figures. A write is charged by the kilobyte that is begun.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">Item
 *     sizes</a>
 */
class DynamoUsageItemTest {
  private static final int KILOBYTE = 1_024;
  private static final Instant START = Instant.parse("2026-11-25T16:26:59.562320Z");
  private static final String KEY_HASH = "99ee8cd1c480d08c".repeat(4);
  private static final String WINDOW = "2026-11-01T00:00:00Z";

  private static final Hold.Part BUDGET =
      new Hold.Part("key/" + KEY_HASH + "/cost", WINDOW, Measure.COST, 481_234_000);
  private static final Hold.Part RPM =
      new Hold.Part("key/" + KEY_HASH + "/requests", "2026-11-25T16:26:00Z", Measure.REQUESTS, 1);
  private static final Hold.Part TPM =
      new Hold.Part("key/" + KEY_HASH + "/tokens", "2026-11-25T16:26:00Z", Measure.TOKENS, 57_000);
  private static final Hold.Part TEAM =
      new Hold.Part("team/team-platform/cost", WINDOW, Measure.COST, 481_234_000);

  @Test
  void whatIsWrittenForAUsualRequestIsWithinTheseKilobytes() {
    List<Integer> sizes = new ArrayList<>();
    for (List<Hold.Part> parts : holds()) {
      Hold hold = parts.isEmpty() ? null : new Hold(481_234_000, parts);
      sizes.add(kilobytes(size(item(State.OPEN, hold))));
      sizes.add(kilobytes(size(item(State.COMPLETED, hold))));
    }
    assertEquals(List.of(1, 1, 1, 2, 2, 2), sizes);
  }

  @Test
  void anEntryOfAnIndexIsSmall() {
    Map<String, AttributeValue> item =
        item(State.COMPLETED, new Hold(1, List.of(BUDGET, RPM, TPM, TEAM)));
    assertTrue(size(entry(item, "id", "shard", "dueAt")) < 100);
    int settled = size(entry(item, "id", "shard", "startId", "key", "user", "team", "session"));
    assertTrue(settled < 200, () -> "" + settled);
  }

  private static List<List<Hold.Part>> holds() {
    return List.of(List.of(), List.of(BUDGET), List.of(BUDGET, RPM, TPM, TEAM));
  }

  /** Prints the figures for the page. */
  public static void main(String[] arguments) {
    for (List<Hold.Part> parts : holds()) {
      Hold hold = parts.isEmpty() ? null : new Hold(481_234_000, parts);
      System.out.println(
          parts.size()
              + " accounts: open "
              + size(item(State.OPEN, hold))
              + ", settled "
              + size(item(State.COMPLETED, hold)));
    }
    Map<String, AttributeValue> item = item(State.COMPLETED, null);
    System.out.println(
        "settled: "
            + size(entry(item, "id", "shard", "startId", "key", "user", "team", "session"))
            + ", overdue: "
            + size(entry(item(State.OPEN, null), "id", "shard", "dueAt")));
  }

  private static Map<String, AttributeValue> item(State state, @Nullable Hold hold) {
    boolean open = state == State.OPEN;
    UsageRecord record =
        new UsageRecord(
            "req_c9Uau9icuBlvDvtokvlNaPzM",
            new Payer(
                KEY_HASH,
                "ada@example.com",
                "team-platform",
                List.of("prod"),
                "0c9a1c6e-55e7-4d0f-9f3c-6f2a7f1f2b11",
                null),
            "claude-sonnet-4-5-20250929",
            "gpt-5",
            "azure",
            "claude-sonnet-4-5:azure/gpt-5",
            state,
            open
                ? Usage.estimated(25_000, 32_000)
                : new Usage(Usage.Origin.REPORTED, 2_345L, 312L, 22_400L, 1_200L, null, 128L, null),
            START,
            open ? null : START.plusMillis(812),
            open ? null : START.plusMillis(7_312),
            open ? null : 200,
            null,
            List.of("top_k: not supported by azure, left out"),
            List.of(),
            open ? Cost.UNKNOWN : new Cost(12_345_678L, List.of(), 61_234L),
            hold,
            START.plusSeconds(1_000));
    DynamoItem item = DynamoUsageItem.of(record, Duration.ofDays(400));
    return (open ? item : item.text(DynamoUsageItem.SETTLED_BY, "0123456789abcdef")).attributes();
  }

  private static Map<String, AttributeValue> entry(
      Map<String, AttributeValue> item, String... names) {
    Map<String, AttributeValue> entry = new HashMap<>(item);
    entry.keySet().retainAll(Set.of(names));
    return entry;
  }

  private static int kilobytes(int bytes) {
    return (bytes + KILOBYTE - 1) / KILOBYTE;
  }

  private static int size(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .mapToInt(attribute -> attribute.getKey().length() + size(attribute.getValue()))
        .sum();
  }

  private static int size(AttributeValue value) {
    if (value.n() != null) {
      return (value.n().length() + 1) / 2 + 1;
    }
    return value.b() != null
        ? value.b().asByteArray().length
        : value.s().getBytes(StandardCharsets.UTF_8).length;
  }
}
