package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Accounts.Draw;
import dev.dragoman.ledger.Accounts.Outcome.Drawn;
import dev.dragoman.ledger.Hold;
import dev.dragoman.ledger.Settlement;
import dev.dragoman.ledger.Sweep;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.ledger.Window;
import dev.dragoman.messages.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sweep makes of a request whose process died after any of its steps, in any store. */
abstract class SweepContract {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant UNTIL = START.plusSeconds(900);
  private static final long ESTIMATE = 500;
  private static final long COST = 3;

  private static final Account COSTS = account("key/a/cost", Measure.COST, 1_000_000);
  private static final Account TEAM = account("team/t/cost", Measure.COST, 1_000_000);
  private static final Account TOKENS = account("key/a/tokens", Measure.TOKENS, 10_000_000);
  private static final Account REQUESTS = account("key/a/requests", Measure.REQUESTS, 1_000);
  private static final Account PARALLEL = account("key/a/parallel", Measure.PARALLEL, 100);
  private static final List<Account> ALL = List.of(COSTS, TEAM, TOKENS, REQUESTS, PARALLEL);

  private UsageLedger ledger;
  private Accounts accounts;
  private Sweep sweep;

  /** An empty store. */
  abstract Store store();

  @BeforeEach
  void begin() {
    Store store = store();
    ledger = store.ledger();
    accounts = store.accounts();
    sweep = new Sweep(ledger, accounts);
  }

  /** How far a request came, in the order of its steps. */
  private enum Step {
    OPENED,
    DRAWN_IN_PART,
    DRAWN,
    HELD_MORE,
    DRAWN_MORE,
    SETTLED,
    POSTED_IN_PART,
    POSTED,
    SAID_TO_BE
  }

  @Test
  void afterEveryStepTheFiguresAreExactAndNothingIsLeft() {
    long cost = 0;
    long tokens = 0;
    long requests = 0;
    for (Step last : Step.values()) {
      String id = "req_" + last;
      run(id, last);
      boolean asked = last.compareTo(Step.DRAWN) >= 0;
      boolean settled = last.compareTo(Step.SETTLED) >= 0;
      boolean heldMore = last.compareTo(Step.HELD_MORE) >= 0;
      requests += asked ? 1 : 0;
      tokens += settled ? 1_300 : asked ? 33_000 : 0;
      cost += settled ? COST : !asked ? 0 : heldMore ? 2 * ESTIMATE : ESTIMATE;

      assertEquals(0, sweep.run(UNTIL.minusMillis(1)), id);
      assertEquals(last == Step.SAID_TO_BE ? 0 : 1, sweep.run(UNTIL), id);
      assertEquals(0, sweep.run(UNTIL.plusSeconds(9)), id);
      assertStand(cost, tokens, requests);
      Optional<UsageRecord> found = ledger.find(id);
      assertEquals(
          Optional.of(settled ? State.COMPLETED : State.ABANDONED), found.map(UsageRecord::state));
      if (!asked) {
        assertEquals(0L, found.orElseThrow().cost().provider());
        assertEquals(List.of("usage: none, nobody was asked"), found.orElseThrow().notes());
      }
    }
  }

  @Test
  void anAbandonedRequestSaysThatItsFiguresAreTheEstimate() {
    run("req_1", Step.DRAWN);
    sweep.run(UNTIL.plusSeconds(60));
    UsageRecord record = ledger.find("req_1").orElseThrow();
    assertEquals(ESTIMATE, record.cost().provider());
    assertEquals(Usage.estimated(1_000, 32_000), record.usage());
    assertEquals(UNTIL.plusSeconds(60), record.end());
    assertEquals("abandoned: the process that answered it ended", record.error());
    assertEquals(
        List.of("usage: what was estimated before the call, since nobody lived to say"),
        record.notes());
  }

  @Test
  void aRequestThatHeldNothingIsAbandonedAtAnUnknownCost() {
    ledger.open(Requests.open("req_1", START, null, UNTIL));
    assertEquals(1, sweep.run(UNTIL));
    UsageRecord record = ledger.find("req_1").orElseThrow();
    assertEquals(State.ABANDONED, record.state());
    assertEquals(null, record.cost().provider());
    assertEquals(Usage.MISSING, record.usage());
  }

  @Test
  void aRequestThatIsFoundTooLateForTheAccountsToTellCountsAsAnswered() {
    run("req_1", Step.OPENED);
    assertEquals(1, sweep.run(UNTIL.plus(Duration.ofDays(8))));
    assertEquals(State.ABANDONED, ledger.find("req_1").orElseThrow().state());
  }

  @Test
  void whoSettlesAfterASweepChangesNothing() {
    run("req_1", Step.DRAWN);
    sweep.run(UNTIL);
    UsageRecord stands = ledger.find("req_1").orElseThrow();
    UsageRecord late = Requests.completed(open("req_1", ESTIMATE), COST);
    assertFalse(new Settlement(ledger, accounts).settle(late));
    assertEquals(Optional.of(stands), ledger.find("req_1"));
    assertStand(ESTIMATE, 33_000, 1);
    assertEquals(0, sweep.run(UNTIL));
  }

  @Test
  void whoDrewAfterASweepLeavesNothingReservedWhenItSettles() {
    run("req_1", Step.OPENED);
    assertEquals(1, sweep.run(UNTIL));
    assertInstanceOf(Drawn.class, accounts.draw("req_1", draws(ESTIMATE, 0)));
    UsageRecord late = Requests.completed(open("req_1", ESTIMATE), COST);
    assertFalse(new Settlement(ledger, accounts).settle(late));
    assertStand(0, 0, 0);

    run("req_2", Step.OPENED);
    assertEquals(1, sweep.run(UNTIL.plus(Duration.ofDays(8))));
    assertInstanceOf(Drawn.class, accounts.draw("req_2", draws(ESTIMATE, 0)));
    assertFalse(
        new Settlement(ledger, accounts).settle(Requests.completed(open("req_2", ESTIMATE), COST)));
    assertStand(ESTIMATE, 33_000, 1);
  }

  @Test
  void aSettlementThatIsMadeTwiceCountsOnce() {
    run("req_1", Step.DRAWN);
    Settlement settlement = new Settlement(ledger, accounts);
    UsageRecord record = Requests.completed(open("req_1", ESTIMATE), COST);
    assertTrue(settlement.settle(record));
    assertFalse(settlement.settle(record));
    assertStand(COST, 1_300, 1);
    assertEquals(List.of(), ledger.overdue(UNTIL, 9));
  }

  @Test
  void whatNobodyWasAskedForIsUndone() {
    run("req_1", Step.DRAWN_IN_PART);
    Settlement settlement = new Settlement(ledger, accounts);
    settlement.undo(open("req_1", ESTIMATE));
    settlement.undo(open("req_1", ESTIMATE));
    assertEquals(Optional.empty(), ledger.find("req_1"));
    assertStand(0, 0, 0);
  }

  @Test
  void manySweepsAtOnceDoWhatOneDoes() throws Exception {
    long each = 6;
    for (int i = 0; i < each; i++) {
      for (Step last : Step.values()) {
        run("req_" + last + i, last);
      }
    }
    List<Callable<Integer>> sweeps = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      sweeps.add(() -> new Sweep(ledger, accounts).run(UNTIL));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> ended : threads.invokeAll(sweeps)) {
        ended.get();
      }
    }
    assertEquals(0, sweep.run(UNTIL));
    assertStand(each * (5 * ESTIMATE + 4 * COST), each * (3 * 33_000L + 4 * 1_300L), 7L * each);
  }

  @Test
  void moreThanOneBatchIsEnded() {
    for (int i = 0; i < 230; i++) {
      ledger.open(Requests.open("req_" + i, START, null, UNTIL));
    }
    assertEquals(230, sweep.run(UNTIL));
    assertEquals(0, sweep.run(UNTIL));
  }

  @Test
  void aRequestThatCannotBeEndedStopsNoOther() {
    run("req_1", Step.DRAWN);
    Hold broken = new Hold(1, List.of(part(COSTS, 1), part(COSTS, 1)));
    ledger.open(Requests.open("broken", START, broken, START.plusSeconds(1)));
    accounts.draw("broken", List.of(new Draw(COSTS, 1)));
    assertEquals(1, sweep.run(UNTIL));
    assertEquals(State.ABANDONED, ledger.find("req_1").orElseThrow().state());
    assertEquals(List.of("broken"), ids(ledger.overdue(UNTIL, 9)));
  }

  /** Runs a request as a gateway does, up to and with its last step. */
  private void run(String id, Step last) {
    ledger.open(open(id, ESTIMATE));
    if (last.compareTo(Step.DRAWN_IN_PART) >= 0) {
      List<Draw> draws = draws(ESTIMATE, 0);
      accounts.draw(id, last == Step.DRAWN_IN_PART ? draws.subList(0, 3) : draws);
    }
    if (last.compareTo(Step.HELD_MORE) >= 0) {
      ledger.hold(open(id, 2 * ESTIMATE));
    }
    if (last.compareTo(Step.DRAWN_MORE) >= 0) {
      assertInstanceOf(Drawn.class, accounts.draw(id, draws(2 * ESTIMATE, ESTIMATE)));
    }
    UsageRecord settled = Requests.completed(open(id, 2 * ESTIMATE), COST);
    if (last.compareTo(Step.SETTLED) >= 0) {
      assertTrue(ledger.settle(settled));
    }
    List<Accounts.Posting> postings = Settlement.postings(settled);
    if (last.compareTo(Step.POSTED_IN_PART) >= 0) {
      accounts.post(id, last == Step.POSTED_IN_PART ? postings.subList(0, 2) : postings);
    }
    if (last == Step.SAID_TO_BE) {
      ledger.posted(id);
    }
  }

  private static UsageRecord open(String id, long estimate) {
    List<Hold.Part> parts = draws(estimate, 0).stream().map(SweepContract::part).toList();
    return Requests.open(id, START, new Hold(estimate, parts), UNTIL);
  }

  private static Hold.Part part(Draw draw) {
    return part(draw.account(), draw.amount());
  }

  private static Hold.Part part(Account account, long amount) {
    return new Hold.Part(account.id(), account.window().id(), account.measure(), amount);
  }

  /** What a request draws that has drawn for another estimate before; 0 for none. */
  private static List<Draw> draws(long estimate, long before) {
    boolean first = before == 0;
    return List.of(
        new Draw(COSTS, estimate, before),
        new Draw(TEAM, estimate, before),
        new Draw(TOKENS, 33_000, first ? 0 : 33_000),
        new Draw(REQUESTS, 1, first ? 0 : 1),
        new Draw(PARALLEL, 1, first ? 0 : 1));
  }

  private void assertStand(long cost, long tokens, long requests) {
    List<Long> used = ALL.stream().map(a -> accounts.standing(a).used()).toList();
    assertEquals(List.of(cost, cost, tokens, requests, 0L), used);
    for (Account account : ALL) {
      assertEquals(0, accounts.standing(account).reserved(), account::id);
    }
  }

  private static List<String> ids(List<UsageRecord> records) {
    return records.stream().map(UsageRecord::id).toList();
  }

  private static Account account(String id, Measure measure, long limit) {
    return new Account(id, id, measure, new Window("w", (@Nullable Instant) null), limit, 1);
  }
}
