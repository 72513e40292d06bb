package dev.dragoman.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.ledger.DailySums.Place;
import dev.dragoman.ledger.Sums.Amounts;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DailySumsTest {
  private static final Instant LATE = Instant.parse("2026-11-25T23:59:59.999Z");
  private static final LocalDate DAY = LocalDate.parse("2026-11-25");
  private static final Payer ALICE =
      new Payer("ab12", "alice", "red", List.of("x", "y"), "s-1", "agent-1");
  private static final Cost CENT = new Cost(10_000_000L, List.of(), 20L);

  private static UsageRecord record(
      Payer payer, @Nullable String served, State state, Usage usage, Cost cost) {
    return new UsageRecord(
        "req_1",
        payer,
        "sonnet",
        served,
        served == null ? null : "openai",
        served == null ? null : "d-1",
        state,
        usage,
        LATE,
        null,
        LATE.plusSeconds(60),
        200,
        null,
        List.of(),
        List.of(),
        cost,
        null,
        null);
  }

  private static UsageRecord record(Payer payer) {
    return record(payer, "gpt-5", State.COMPLETED, Usage.reported(7, 3), CENT);
  }

  private static Amounts only(UsageRecord record) {
    Set<Amounts> amounts = Set.copyOf(DailySums.of(record).values());
    assertEquals(1, amounts.size());
    return amounts.iterator().next();
  }

  private static String names(UsageRecord record) {
    return DailySums.of(record).keySet().stream()
        .map(place -> place.scope() + " " + place.by() + "=" + place.value())
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.joining("\n"));
  }

  @Test
  void aRecordCountsForEveryoneItConcerns() {
    assertEquals(
        """
        all key=ab12
        all model=sonnet
        all provider=openai
        all served=openai/gpt-5
        all tag=x
        all tag=y
        all team=red
        all total=
        all user=alice
        key/ab12 model=sonnet
        key/ab12 provider=openai
        key/ab12 served=openai/gpt-5
        key/ab12 total=
        session/s-1 agent=agent-1
        session/s-1 key=ab12
        session/s-1 model=sonnet
        session/s-1 served=openai/gpt-5
        session/s-1 total=
        session/s-1 user=alice
        sessions session=s-1
        tag/x model=sonnet
        tag/x provider=openai
        tag/x served=openai/gpt-5
        tag/x total=
        tag/y model=sonnet
        tag/y provider=openai
        tag/y served=openai/gpt-5
        tag/y total=
        team/red key=ab12
        team/red model=sonnet
        team/red provider=openai
        team/red served=openai/gpt-5
        team/red total=
        user/alice key=ab12
        user/alice model=sonnet
        user/alice provider=openai
        user/alice served=openai/gpt-5
        user/alice total=\
        """,
        names(record(ALICE)));
  }

  @Test
  void ofNobodyThereIsOnlyTheSumOfAll() {
    assertEquals(
        "all model=sonnet\nall provider=openai\nall served=openai/gpt-5\nall total=",
        names(record(Payer.NOBODY)));
  }

  @Test
  void theMainAgentHasAnEmptyName() {
    Payer main = new Payer(null, null, null, List.of(), "s-1", null);
    assertTrue(names(record(main)).contains("session/s-1 agent=\n"));
  }

  @Test
  void namesThatNobodyServesMakeNoSumsOfTheirOwn() {
    UsageRecord refused = record(Payer.NOBODY, null, State.FAILED, Usage.MISSING, Cost.UNKNOWN);
    assertEquals("all model=\nall total=", names(refused));
  }

  @Test
  void aRecordCountsOnTheDayThatItBeganInUtc() {
    assertTrue(
        DailySums.of(record(ALICE)).keySet().stream().allMatch(place -> place.day().equals(DAY)));
  }

  @Test
  void everyKindOfTokenAndBothCostsAreAddedUp() {
    Usage usage = new Usage(Usage.Origin.REPORTED, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertEquals(
        new Amounts(1, 0, 0, 0, 0, 1, 2, 3, 9, 6, 7, 10_000_000L, 20),
        only(record(ALICE, "gpt-5", State.COMPLETED, usage, CENT)));
  }

  @Test
  void whatIsNotKnownIsCountedAsNotKnown() {
    assertEquals(
        new Amounts(1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        only(record(ALICE, "gpt-5", State.CANCELLED, Usage.MISSING, Cost.UNKNOWN)));
    assertEquals(
        new Amounts(1, 1, 0, 1, 1, 7, 3, 0, 0, 0, 0, 0, 20),
        only(
            record(
                ALICE,
                "gpt-5",
                State.ABANDONED,
                Usage.estimated(7, 3),
                new Cost(null, List.of("gpt-5 input"), 20L))));
    assertEquals(
        new Amounts(1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0),
        only(
            record(
                ALICE,
                "gpt-5",
                State.FAILED,
                Usage.reported(0, 0),
                new Cost(5L, List.of(), null))));
  }

  @Test
  void anOpenRecordCountsForNothing() {
    assertEquals(Map.of(), DailySums.of(UsageRecord.open("req_1", ALICE, "sonnet", LATE)));
  }

  @Test
  void aSettlementCountsWholeAndACorrectedCostOnlyByTheDifference() {
    UsageRecord settled = record(Payer.NOBODY).at(Cost.UNKNOWN);
    UsageRecord open = UsageRecord.open("req_1", Payer.NOBODY, "sonnet", LATE);
    assertEquals(DailySums.of(settled), DailySums.change(open, settled));
    assertEquals(DailySums.of(settled), DailySums.change(null, settled));
    assertEquals(Map.of(), DailySums.change(settled, settled));
    Map<Place, Amounts> corrected = DailySums.change(settled, settled.at(CENT));
    assertEquals(
        new Amounts(0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0, 10_000_000L, 20),
        corrected.get(new Place("all", DAY, "total", "")));
    assertEquals(DailySums.of(settled).keySet(), corrected.keySet());
  }

  @Test
  void aVeryLongNameIsCutAndStaysItsOwn() {
    String one = DailySums.bounded("x".repeat(5_000) + "1");
    assertEquals(240, one.length());
    assertNotEquals(one, DailySums.bounded("x".repeat(5_000) + "2"));
    assertEquals(one, DailySums.bounded(one));
  }
}
