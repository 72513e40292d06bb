package dev.dragoman.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dragoman.json.RawJson;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records priced anew after a price was corrected. */
class RepricingTest {
  private static final Instant FROM = Instant.parse("2026-11-20T00:00:00Z");
  private static final Instant UNTIL = FROM.plus(Duration.ofDays(3));

  private final Kept ledger = new Kept();
  private final List<LocalDate> days = new ArrayList<>();

  /** Settled records, kept for a test. */
  private static final class Kept implements UsageLedger {
    private final Map<String, UsageRecord> records = new HashMap<>();
    private int writes;
    private int failing = Integer.MAX_VALUE;

    @Override
    public void open(UsageRecord record) {
      throw new AssertionError();
    }

    @Override
    public boolean settle(UsageRecord record) {
      return records.put(record.id(), record) == null;
    }

    @Override
    public Optional<UsageRecord> find(String id) {
      return Optional.ofNullable(records.get(id));
    }

    @Override
    public boolean price(String id, Cost cost) {
      if (++writes == failing) {
        throw new UncheckedIOException(new IOException("away"));
      }
      return records.computeIfPresent(id, (same, record) -> record.at(cost)) != null;
    }

    @Override
    public List<UsageRecord> list(Selection selection, @Nullable String after, int limit) {
      List<UsageRecord> all =
          records.values().stream()
              .filter(selection::has)
              .sorted(
                  Comparator.comparing(UsageRecord::start)
                      .thenComparing(UsageRecord::id)
                      .reversed())
              .toList();
      int from = 0;
      while (after != null && from < all.size() && !all.get(from++).id().equals(after)) {}
      return all.subList(from, Math.min(all.size(), from + limit));
    }
  }

  private void settled(String id, Instant start, String model, Usage usage, Cost cost) {
    UsageRecord open = UsageRecord.open(id, Payer.NOBODY, "m", start);
    ledger.settle(
        new UsageRecord(
            id,
            open.payer(),
            "m",
            model,
            "openai",
            model,
            State.COMPLETED,
            usage,
            start,
            null,
            start,
            200,
            null,
            List.of(),
            List.of(),
            cost,
            null,
            null));
  }

  private static Cost known(long nanos) {
    return new Cost(nanos, List.of(), 9L);
  }

  private static Repricing repricing(UsageLedger ledger) {
    Deployment corrected =
        Deployment.of("m", "openai", "own")
            .withDefaults(
                Map.of(
                    "input_cost_per_token", RawJson.of("0.000002"),
                    "output_cost_per_token", RawJson.of("0")));
    return new Repricing(
        ledger, new Pricing(new ModelCatalogue(), id -> id.equals("own") ? corrected : null));
  }

  private Repricing.Outcome run() {
    return repricing(ledger).run(FROM, UNTIL, days::add);
  }

  @Test
  void whatDiffersIsPricedAnewAndItsDaysAreTold() {
    settled("right", FROM, "own", Usage.reported(10, 1), known(20_000));
    settled("wrong", FROM.plusSeconds(1), "own", Usage.reported(10, 1), known(5_000));
    settled("later", FROM.plus(Duration.ofHours(25)), "own", Usage.reported(1, 1), known(1));
    settled("too late", UNTIL, "own", Usage.reported(1, 1), known(1));
    assertEquals(new Repricing.Outcome(3, 2, 25_001, 42_000, 0, List.of()), run());
    assertEquals(List.of(LocalDate.of(2026, 11, 20), LocalDate.of(2026, 11, 21)), days);
    assertEquals(known(20_000), ledger.find("wrong").orElseThrow().cost());
    assertEquals(known(1), ledger.find("too late").orElseThrow().cost());
  }

  @Test
  void aSecondTimeChangesNothing() {
    settled("wrong", FROM, "own", Usage.reported(10, 1), known(5_000));
    run();
    days.clear();
    assertEquals(new Repricing.Outcome(1, 0, 20_000, 20_000, 0, List.of()), run());
    assertEquals(List.of(), days);
  }

  @Test
  void anUnknownCostBecomesKnownAndOneThatStaysUnknownIsNamed() {
    Cost unpriced = new Cost(null, List.of("own input"), null);
    settled("known now", FROM, "own", Usage.reported(10, 1), unpriced);
    Cost other = new Cost(null, List.of("unheard-of input", "unheard-of output"), null);
    settled("still not", FROM, "unheard-of", Usage.reported(10, 1), other);
    assertEquals(
        new Repricing.Outcome(2, 1, 0, 20_000, 1, List.of("unheard-of input", "unheard-of output")),
        run());
  }

  @Test
  void aCostThatNoPriceTellsAnyMoreStays() {
    settled("gone", FROM, "unheard-of", Usage.reported(10, 1), known(5_000));
    assertEquals(new Repricing.Outcome(1, 0, 5_000, 5_000, 0, List.of()), run());
    assertEquals(known(5_000), ledger.find("gone").orElseThrow().cost());
  }

  @Test
  void allPagesAreRead() {
    for (int i = 0; i < 1_234; i++) {
      settled("r" + i, FROM.plusSeconds(i % 7), "own", Usage.reported(1, 0), known(0));
    }
    assertEquals(new Repricing.Outcome(1_234, 1_234, 0, 1_234 * 2_000L, 0, List.of()), run());
  }

  @Test
  void whenTheStoreGoesAwayTheDaysTouchedAreToldAllTheSame() {
    settled("first", FROM, "own", Usage.reported(1, 0), known(0));
    settled("second", FROM.plus(Duration.ofDays(1)), "own", Usage.reported(1, 0), known(0));
    ledger.failing = 2;
    assertThrows(UncheckedIOException.class, this::run);
    assertEquals(List.of(LocalDate.of(2026, 11, 20), LocalDate.of(2026, 11, 21)), days);
  }
}
