package dev.dragoman.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlementTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Hold HOLD =
      new Hold(
          900,
          List.of(
              new Hold.Part("key/a/cost", "always", Measure.COST, 800),
              new Hold.Part("key/a/tokens", "m", Measure.TOKENS, 33_000),
              new Hold.Part("key/a/requests", "m", Measure.REQUESTS, 1),
              new Hold.Part("key/a/parallel", "always", Measure.PARALLEL, 1)));

  private static final Usage USAGE =
      new Usage(Usage.Origin.REPORTED, 1L, 20L, 300L, 4_000L, 50_000L, 15L, 2L);

  @Test
  void anAnsweredRequestCountsWhatItUsed() {
    Cost cost = new Cost(700L, List.of(), 55L);
    assertEquals(posted(700, 54_321, 1, 0), postings(State.COMPLETED, USAGE, cost));
    assertEquals(posted(700, 54_321, 1, 0), postings(State.CANCELLED, USAGE, cost));
  }

  @Test
  void aRequestCanCostMoreThanItWasEstimatedTo() {
    Cost cost = new Cost(7_000L, List.of(), null);
    assertEquals(posted(7_000, 54_321, 1, 0), postings(State.COMPLETED, USAGE, cost));
  }

  @Test
  void whatNobodyKnowsOfAFailedRequestCountsNothing() {
    assertEquals(posted(0, 0, 1, 0), postings(State.FAILED, Usage.MISSING, Cost.UNKNOWN));
  }

  @Test
  void oneKindOfTokenIsAllThatNeedBeKnown() {
    Usage output = new Usage(Usage.Origin.REPORTED, null, 5L, null, null, null, null, null);
    assertEquals(posted(0, 5, 1, 0), postings(State.COMPLETED, output, Cost.UNKNOWN));
  }

  @Test
  void anAbandonedRequestCountsItsEstimate() {
    Cost cost = new Cost(900L, List.of(), null);
    Usage usage = Usage.estimated(1_000, 32_000);
    assertEquals(posted(900, 33_000, 1, 0), postings(State.ABANDONED, usage, cost));
    assertEquals(posted(900, 33_000, 1, 0), postings(State.ABANDONED, Usage.MISSING, Cost.UNKNOWN));
  }

  @Test
  void whoHoldsNothingPostsNothing() {
    UsageRecord open = UsageRecord.open("r", Payer.NOBODY, "m", START);
    assertEquals(List.of(), Settlement.postings(open));
  }

  private static List<Accounts.Posting> postings(State state, Usage usage, Cost cost) {
    return Settlement.postings(
        new UsageRecord(
            "r",
            Payer.NOBODY,
            "m",
            null,
            null,
            null,
            state,
            usage,
            START,
            null,
            START,
            200,
            null,
            List.of(),
            List.of(),
            cost,
            HOLD,
            START));
  }

  private static List<Accounts.Posting> posted(
      long cost, long tokens, long requests, long parallel) {
    return List.of(
        new Accounts.Posting("key/a/cost", "always", cost, 800L),
        new Accounts.Posting("key/a/tokens", "m", tokens, 33_000L),
        new Accounts.Posting("key/a/requests", "m", requests, 1L),
        new Accounts.Posting("key/a/parallel", "always", parallel, 1L));
  }
}
