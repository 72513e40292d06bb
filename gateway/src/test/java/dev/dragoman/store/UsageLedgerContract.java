package dev.dragoman.store;

import static dev.dragoman.store.Samples.START;
import static dev.dragoman.store.Samples.open;
import static dev.dragoman.store.Samples.settled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageLedger.Selection;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is true of the usage ledger wherever it is kept. */
abstract class UsageLedgerContract {
  private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");

  /** An empty ledger. */
  abstract UsageLedger ledger();

  /** A ledger whose store cannot be reached; none if that cannot be. */
  abstract List<UsageLedger> unreachable();

  @Test
  void whatWasNotWrittenIsNotFound() {
    assertEquals(Optional.empty(), ledger().find("req_1"));
  }

  @Test
  void anOpenRecordIsFoundAndThenItsSettlement() {
    UsageLedger ledger = ledger();
    ledger.open(open("req_1"));
    assertEquals(Optional.of(open("req_1")), ledger.find("req_1"));
    assertTrue(ledger.settle(Samples.full("req_1")));
    assertEquals(Optional.of(Samples.full("req_1")), ledger.find("req_1"));
  }

  @Test
  void openingTwiceChangesNothing() {
    UsageLedger ledger = ledger();
    ledger.open(open("req_1"));
    ledger.open(UsageRecord.open("req_1", Payer.NOBODY, "another", Samples.START.plusSeconds(1)));
    assertEquals(Optional.of(open("req_1")), ledger.find("req_1"));
  }

  @Test
  void whatWasNeverOpenedIsSettledAllTheSame() {
    UsageLedger ledger = ledger();
    UsageRecord record = settled("req_1", Usage.reported(1, 2));
    assertTrue(ledger.settle(record));
    assertEquals(Optional.of(record), ledger.find("req_1"));
  }

  @Test
  void onlyTheFirstSettlementCounts() {
    UsageLedger ledger = ledger();
    ledger.open(open("req_1"));
    UsageRecord first = settled("req_1", Usage.reported(1, 2));
    assertTrue(ledger.settle(first));
    assertFalse(ledger.settle(first));
    assertFalse(ledger.settle(settled("req_1", Usage.estimated(900, 900))));
    assertEquals(Optional.of(first), ledger.find("req_1"));
  }

  @Test
  void openingAfterTheSettlementChangesNothing() {
    UsageLedger ledger = ledger();
    UsageRecord record = settled("req_1", Usage.reported(1, 2));
    ledger.settle(record);
    ledger.open(open("req_1"));
    assertEquals(Optional.of(record), ledger.find("req_1"));
    assertFalse(ledger.settle(record));
  }

  @Test
  void ofManySettlementsAtOnceExactlyOneCounts() throws Exception {
    UsageLedger ledger = ledger();
    ledger.open(open("req_1"));
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      UsageRecord record = settled("req_1", Usage.reported(i, i));
      calls.add(() -> ledger.settle(record));
    }
    List<Integer> won = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> outcomes = threads.invokeAll(calls);
      for (int i = 0; i < outcomes.size(); i++) {
        if (outcomes.get(i).get()) {
          won.add(i);
        }
      }
    }
    assertEquals(1, won.size());
    UsageRecord winner = settled("req_1", Usage.reported(won.getFirst(), won.getFirst()));
    assertEquals(Optional.of(winner), ledger.find("req_1"));
  }

  @Test
  void manyThreadsSettleWhatTheyOpened() throws Exception {
    UsageLedger ledger = ledger();
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String id = "req_" + i;
      UsageRecord record = settled(id, Usage.reported(i, 2L * i));
      calls.add(() -> {
        ledger.open(open(id));
        return ledger.settle(record) && ledger.find(id).equals(Optional.of(record));
      });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> outcome : threads.invokeAll(calls)) {
        assertTrue(outcome.get());
      }
    }
  }

  @Test
  void unknownUsageStaysUnknown() {
    UsageLedger ledger = ledger();
    Usage partly = new Usage(Usage.Origin.REPORTED, null, 0L, null, null, null, null, null);
    ledger.settle(settled("partly", partly));
    ledger.settle(settled("missing", Usage.MISSING));
    Usage found = ledger.find("partly").orElseThrow().usage();
    assertNull(found.input());
    assertEquals(0L, found.output());
    assertEquals(Usage.MISSING, ledger.find("missing").orElseThrow().usage());
  }

  @Test
  void anyTextIsKept() {
    UsageLedger ledger = ledger();
    String odd = "größe 🜁 '\"; -- #id :open \u0001\n";
    UsageRecord record = settled("req_ä" + odd, Usage.MISSING, odd.repeat(3_000));
    ledger.open(UsageRecord.open(record.id(), Payer.ofKey(odd), odd, Samples.START));
    assertEquals(odd, ledger.find(record.id()).orElseThrow().modelAsked());
    assertTrue(ledger.settle(record));
    assertEquals(Optional.of(record), ledger.find(record.id()));
  }

  @Test
  void halfASurrogatePairInAModelNameSpoilsNoRecord() {
    UsageLedger ledger = ledger();
    ledger.open(UsageRecord.open("req_1", Payer.NOBODY, "x\ud83dy", Samples.START));
    assertTrue(ledger.find("req_1").orElseThrow().modelAsked().startsWith("x"));
    assertTrue(ledger.settle(settled("req_1", Usage.MISSING)));
  }

  @Test
  void aRecordMustBeInTheStateThatTheCallIsFor() {
    UsageLedger ledger = ledger();
    assertThrows(IllegalArgumentException.class, () -> ledger.settle(open("req_1")));
    assertThrows(IllegalArgumentException.class, () -> ledger.open(Samples.full("req_1")));
    assertEquals(Optional.empty(), ledger.find("req_1"));
  }

  @Test
  void anOpenRecordIsReplacedByOneThatHoldsMoreAndASettledOneIsNot() {
    UsageLedger ledger = ledger();
    UsageRecord more = Requests.open("req_1", START, Requests.hold(900), START.plusSeconds(99));
    ledger.hold(more);
    assertEquals(Optional.empty(), ledger.find("req_1"));
    ledger.open(Requests.open("req_1", START, Requests.hold(500), START.plusSeconds(9)));
    ledger.hold(more);
    ledger.hold(more);
    assertEquals(Optional.of(more), ledger.find("req_1"));
    assertEquals(List.of(), ledger.overdue(START.plusSeconds(98), 9));
    assertEquals(List.of(more), ledger.overdue(START.plusSeconds(99), 9));
    UsageRecord settled = Requests.completed(more, 3);
    ledger.settle(settled);
    ledger.hold(more);
    assertEquals(Optional.of(settled), ledger.find("req_1"));
  }

  @Test
  void whatIsHeldMustSayUntilWhenSinceNobodyWouldFindItElse() {
    UsageLedger ledger = ledger();
    UsageRecord forever = Requests.open("req_1", START, Requests.hold(1), null);
    assertThrows(IllegalArgumentException.class, () -> ledger.open(forever));
    assertThrows(IllegalArgumentException.class, () -> ledger.hold(forever));
    assertThrows(IllegalArgumentException.class, () -> ledger.hold(Samples.full("req_1")));
  }

  @Test
  void anOpenRecordIsOverdueFromItsTimeOnUntilItIsSettled() {
    UsageLedger ledger = ledger();
    UsageRecord open = Requests.open("req_1", START, null, START.plusSeconds(60));
    ledger.open(open);
    ledger.open(open("for-ever"));
    assertEquals(List.of(), ledger.overdue(START.plusSeconds(59), 9));
    assertEquals(List.of(open), ledger.overdue(START.plusSeconds(60), 9));
    assertEquals(List.of(open), ledger.overdue(START.plusSeconds(900), 9));
    ledger.posted("req_1");
    assertEquals(List.of(open), ledger.overdue(START.plusSeconds(900), 9));
    ledger.settle(Requests.completed(open, 3));
    assertEquals(List.of(), ledger.overdue(START.plusSeconds(900), 9));
  }

  @Test
  void aSettledRecordThatHeldSomethingIsOverdueUntilItIsPosted() {
    UsageLedger ledger = ledger();
    UsageRecord open = Requests.open("req_1", START, Requests.hold(500), START.plusSeconds(60));
    UsageRecord settled = Requests.completed(open, 3);
    ledger.open(open);
    ledger.settle(settled);
    assertEquals(List.of(), ledger.overdue(START.plusSeconds(59), 9));
    assertEquals(List.of(settled), ledger.overdue(START.plusSeconds(60), 9));
    ledger.posted("req_1");
    ledger.posted("req_1");
    ledger.posted("nobody's");
    assertEquals(List.of(), ledger.overdue(START.plusSeconds(60), 9));
    assertEquals(Optional.of(settled), ledger.find("req_1"));
    assertEquals(Optional.empty(), ledger.find("nobody's"));
  }

  @Test
  void whatHeldSomethingAndDoesNotSayUntilWhenIsOverdueAtOnce() {
    UsageLedger ledger = ledger();
    UsageRecord open = Requests.open("req_1", START, Requests.hold(500), null);
    ledger.settle(Requests.completed(open, 3));
    assertEquals(1, ledger.overdue(START.plusSeconds(1), 9).size());
  }

  @Test
  void theLongestOverdueComesFirst() {
    UsageLedger ledger = ledger();
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      records.add(Requests.open("req_" + i, START, null, START.plusSeconds((i * 7) % 30)));
    }
    records.forEach(ledger::open);
    records.sort(Comparator.comparing(UsageRecord::until));
    assertEquals(records, ledger.overdue(START.plusSeconds(30), 99));
    assertEquals(records, ledger.overdue(Instant.MAX, 99));
    assertEquals(records.subList(0, 5), ledger.overdue(START.plusSeconds(30), 5));
    assertEquals(records.subList(0, 11), ledger.overdue(START.plusSeconds(10), 99));
    assertEquals(List.of(), ledger.overdue(START.plusSeconds(30), 0));
  }

  @Test
  void onlyAnOpenRecordIsDiscarded() {
    UsageLedger ledger = ledger();
    UsageRecord open = Requests.open("req_1", START, Requests.hold(500), START.plusSeconds(60));
    ledger.open(open);
    ledger.discard("req_1");
    ledger.discard("req_1");
    assertEquals(Optional.empty(), ledger.find("req_1"));
    assertEquals(List.of(), ledger.overdue(START.plusSeconds(60), 9));
    UsageRecord settled = Requests.completed(open, 3);
    assertTrue(ledger.settle(settled));
    ledger.discard("req_1");
    assertEquals(Optional.of(settled), ledger.find("req_1"));
    assertEquals(List.of(settled), ledger.overdue(START.plusSeconds(60), 9));
  }

  @Test
  void onlyASettledRecordHasAnotherCost() {
    UsageLedger ledger = ledger();
    Cost cost = new Cost(77L, List.of("gpt-5 input"), 5L);
    assertFalse(ledger.price("req_1", cost));
    UsageRecord open = Requests.open("req_1", START, Requests.hold(500), START.plusSeconds(60));
    ledger.open(open);
    assertFalse(ledger.price("req_1", cost));
    assertEquals(Optional.of(open), ledger.find("req_1"));
    UsageRecord settled = Requests.completed(open, 3);
    ledger.settle(settled);
    assertTrue(ledger.price("req_1", cost));
    assertTrue(ledger.price("req_1", cost));
    assertEquals(Optional.of(settled.at(cost)), ledger.find("req_1"));
    assertEquals(List.of(settled.at(cost)), ledger.overdue(START.plusSeconds(60), 9));
    ledger.posted("req_1");
    assertTrue(ledger.price("req_1", Cost.UNKNOWN));
    assertEquals(Optional.of(settled.at(Cost.UNKNOWN)), ledger.find("req_1"));
    assertEquals(List.of(), ledger.overdue(START.plusSeconds(60), 9));
  }

  @Test
  void ofManyPricesAtOnceOneStandsAndNothingElseIsLost() throws Exception {
    UsageLedger ledger = ledger();
    UsageRecord open = Requests.open("req_1", START, Requests.hold(500), START.plusSeconds(60));
    UsageRecord settled = Requests.completed(open, 3);
    ledger.settle(settled);
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (long i = 0; i < 8; i++) {
      Cost cost = new Cost(i, List.of(), null);
      calls.add(() -> ledger.price("req_1", cost));
    }
    calls.add(() -> {
      ledger.posted("req_1");
      return true;
    });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> outcome : threads.invokeAll(calls)) {
        assertTrue(outcome.get());
      }
    }
    UsageRecord found = ledger.find("req_1").orElseThrow();
    assertEquals(settled.at(found.cost()), found);
    assertEquals(List.of(), ledger.overdue(START.plusSeconds(60), 9));
  }

  @Test
  void settledRecordsAreListedFromTheNewestOnByPages() {
    UsageLedger ledger = ledger();
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Instant start = START.plus(Duration.ofHours((i * 17) % 50));
      records.add(Requests.completed("req_" + i, Payer.NOBODY, start));
    }
    records.forEach(ledger::settle);
    ledger.open(open("open"));
    records.sort(Records.NEWEST);
    Selection all = Selection.all(Instant.EPOCH, Instant.MAX);
    assertEquals(records, ledger.list(all, null, 99));
    for (int size : new int[] {1, 7, 49, 50}) {
      assertEquals(records, pages(ledger, all, size), "pages of " + size);
    }
    assertEquals(List.of(), ledger.list(all, null, 0));
  }

  @Test
  void aListHasWhatStartedFromItsFirstInstantOnAndBeforeItsLast() {
    UsageLedger ledger = ledger();
    for (long nanos : new long[] {0, 1, 500_000, 999_999, 1_000_000, 1_500_000, 2_000_000}) {
      ledger.settle(Requests.completed("req_" + nanos, Payer.NOBODY, DAY.plusNanos(nanos)));
    }
    assertEquals(
        Set.of("req_500000", "req_999999", "req_1000000"), ids(ledger, 500_000, 1_500_000, 9));
    assertEquals(
        Set.of("req_0", "req_1", "req_500000", "req_999999"), ids(ledger, 0, 1_000_000, 9));
    assertEquals(Set.of("req_0"), ids(ledger, 0, 1, 9));
    assertEquals(Set.of("req_0"), ids(ledger, 0, 1, 1));
    assertEquals(Set.of(), ids(ledger, 1, 1, 9));
    assertEquals(Set.of(), ids(ledger, 2, 1, 9));
    assertEquals(List.of(), ledger.list(Selection.all(DAY, DAY.minusSeconds(1)), null, 9));
  }

  private static Set<String> ids(UsageLedger ledger, long from, long until, int limit) {
    Selection span = Selection.all(DAY.plusNanos(from), DAY.plusNanos(until));
    return ledger.list(span, null, limit).stream().map(UsageRecord::id).collect(Collectors.toSet());
  }

  @Test
  void recordsOfOneMillisecondAreListedOnceEach() {
    UsageLedger ledger = ledger();
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 10; i < 40; i++) {
      records.add(Requests.completed("req_" + i, Payer.NOBODY, START));
    }
    records.forEach(ledger::settle);
    Selection day = Selection.all(START, START.plusSeconds(1));
    assertEquals(records.reversed(), pages(ledger, day, 4));
  }

  @Test
  void aListIsOfWhomItIsAskedFor() {
    UsageLedger ledger = ledger();
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < 36; i++) {
      Payer payer =
          new Payer(
              i % 2 == 0 ? "key" : "another",
              i % 3 == 0 ? "user" : null,
              i % 4 == 0 ? "team" : "größer",
              List.of(),
              i % 5 == 0 ? "session" : null,
              null);
      records.add(Requests.completed("req_" + i, payer, START.plusSeconds(i)));
    }
    records.forEach(ledger::settle);
    Instant from = START.plusSeconds(2);
    Instant until = START.plusSeconds(33);
    for (int some = 0; some < 16; some++) {
      Selection selection =
          new Selection(
              from,
              until,
              (some & 1) == 0 ? null : "key",
              (some & 2) == 0 ? null : "user",
              (some & 4) == 0 ? null : "team",
              (some & 8) == 0 ? null : "session");
      List<UsageRecord> expected = records.reversed().stream().filter(selection::has).toList();
      assertEquals(expected, ledger.list(selection, null, 99), selection::toString);
      assertEquals(expected, pages(ledger, selection, 3), selection::toString);
    }
    Selection nobody = new Selection(from, until, "nobody", null, null, null);
    assertEquals(List.of(), ledger.list(nobody, null, 9));
  }

  private static List<UsageRecord> pages(UsageLedger ledger, Selection selection, int size) {
    List<UsageRecord> all = new ArrayList<>();
    List<UsageRecord> page = ledger.list(selection, null, size);
    while (!page.isEmpty()) {
      assertTrue(page.size() <= size);
      all.addAll(page);
      page = ledger.list(selection, page.getLast().id(), size);
    }
    return all;
  }

  @Test
  void aListGoesOnOnlyAfterARecordThatIsThere() {
    UsageLedger ledger = ledger();
    ledger.open(open("open"));
    Selection all = Selection.all(Instant.EPOCH, Instant.MAX);
    for (String after : List.of("open", "nobody's", "' OR 1=1 --")) {
      assertThrows(IllegalArgumentException.class, () -> ledger.list(all, after, 9));
    }
  }

  @Test
  void aStoreThatCannotBeReachedSaysSo() {
    for (UsageLedger ledger : unreachable()) {
      assertThrows(UncheckedIOException.class, () -> ledger.open(open("req_1")));
      assertThrows(UncheckedIOException.class, () -> ledger.settle(Samples.full("req_1")));
      assertThrows(UncheckedIOException.class, () -> ledger.find("req_1"));
      assertThrows(UncheckedIOException.class, () -> ledger.hold(open("req_1")));
      assertThrows(UncheckedIOException.class, () -> ledger.posted("req_1"));
      assertThrows(UncheckedIOException.class, () -> ledger.discard("req_1"));
      assertThrows(UncheckedIOException.class, () -> ledger.price("req_1", Cost.UNKNOWN));
      assertThrows(UncheckedIOException.class, () -> ledger.overdue(START, 1));
      Selection all = Selection.all(Instant.EPOCH, START);
      assertThrows(UncheckedIOException.class, () -> ledger.list(all, null, 1));
    }
  }
}
