package dev.dragoman.store;

import static dev.dragoman.store.Samples.open;
import static dev.dragoman.store.Samples.settled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is true of the usage ledger wherever it is kept. */
abstract class UsageLedgerContract {
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
  void aStoreThatCannotBeReachedSaysSo() {
    for (UsageLedger ledger : unreachable()) {
      assertThrows(UncheckedIOException.class, () -> ledger.open(open("req_1")));
      assertThrows(UncheckedIOException.class, () -> ledger.settle(Samples.full("req_1")));
      assertThrows(UncheckedIOException.class, () -> ledger.find("req_1"));
    }
  }
}
