package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.DailySums;
import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.Sums.Amounts;
import dev.dragoman.ledger.Sums.Rebuilt;
import dev.dragoman.ledger.Sums.Sum;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is true of the daily sums of a ledger wherever they are kept. */
abstract class SumsContract {
  static final LocalDate DAY = LocalDate.parse("2026-10-31");
  static final Instant MORNING = Instant.parse("2026-10-31T08:00:00Z");
  static final Instant LATER = Instant.parse("2026-11-03T00:00:00Z");
  static final Cost CENT = new Cost(10_000_000L, List.of(), 20L);

  /** An empty store. */
  abstract Store store();

  /** Brings the sums of a store up to date. */
  abstract void catchUp(Store store);

  /** Sums whose store cannot be reached; none if that cannot be. */
  abstract List<Sums> unreachable();

  static UsageRecord record(String id, Instant start, Payer payer, Cost cost) {
    return new UsageRecord(
        id,
        payer,
        "sonnet",
        "gpt-5",
        "openai",
        "d-1",
        State.COMPLETED,
        Usage.reported(7, 3),
        start,
        null,
        start.plusSeconds(7),
        200,
        null,
        List.of(),
        List.of(),
        cost,
        null,
        null);
  }

  static UsageRecord record(int number) {
    Payer payer =
        new Payer(
            "key" + number % 3,
            "user" + number % 2,
            null,
            List.of("größer"),
            "session " + number % 5,
            null);
    return record("req_" + number, MORNING.plusSeconds(number), payer, CENT);
  }

  static Amounts total(Store store, String scope, LocalDate day) {
    return store.sums().read(scope, day, day).stream()
        .filter(sum -> sum.by().equals("total"))
        .map(Sum::amounts)
        .findFirst()
        .orElse(Amounts.ZERO);
  }

  /** The sums that these records have by a slow and simple way. */
  static Map<DailySums.Place, Amounts> expected(List<UsageRecord> records) {
    Map<DailySums.Place, Amounts> sums = new HashMap<>();
    records.forEach(record ->
        DailySums.of(record).forEach((place, of) -> sums.merge(place, of, Amounts::plus)));
    return sums;
  }

  /** That a store has the sums of these records, and no others in the scopes that they have. */
  static void assertSums(List<UsageRecord> records, Store store) {
    Map<DailySums.Place, Amounts> expected = expected(records);
    Map<DailySums.Place, Amounts> found = new HashMap<>();
    LocalDate first = LocalDate.parse("2026-01-01");
    LocalDate last = LocalDate.parse("2026-12-31");
    expected.keySet().stream()
        .map(DailySums.Place::scope)
        .distinct()
        .flatMap(scope -> store.sums().read(scope, first, last).stream())
        .forEach(sum ->
            found.put(
                new DailySums.Place(sum.scope(), sum.day(), sum.by(), sum.value()), sum.amounts()));
    assertEquals(expected, found);
  }

  @Test
  void withoutRecordsThereAreNoSums() {
    assertEquals(List.of(), store().sums().read("all", DAY, DAY));
  }

  @Test
  void settledRecordsAreAddedUpByDay() {
    Store store = store();
    List<UsageRecord> records =
        List.of(
            record(1),
            record(2),
            record(3),
            record("req_next", MORNING.plus(Duration.ofDays(1)), Payer.NOBODY, Cost.UNKNOWN),
            record("req_year", MORNING.minus(Duration.ofDays(200)), Payer.NOBODY, CENT));
    records.forEach(store.ledger()::settle);
    catchUp(store);
    assertSums(records, store);
    assertEquals(
        new Amounts(3, 0, 0, 0, 0, 21, 9, 0, 0, 0, 0, 30_000_000L, 60), total(store, "all", DAY));
    assertEquals(1, total(store, "all", DAY.plusDays(1)).unpriced());
    assertEquals(Amounts.ZERO, total(store, "all", DAY.plusDays(2)));
  }

  @Test
  void aSpanOfDaysIsReadInItsOrder() {
    Store store = store();
    for (int i = 0; i < 70; i++) {
      store
          .ledger()
          .settle(record("req_" + i, MORNING.plus(Duration.ofDays(i)), Payer.NOBODY, CENT));
    }
    catchUp(store);
    List<Sum> sums = store.sums().read("all", DAY, DAY.plusDays(62));
    assertEquals(63 * 4, sums.size());
    assertEquals(sums, sums.stream().sorted(SumRecords.ORDER).toList());
    assertEquals(DAY.plusDays(62), sums.getLast().day());
    assertEquals(List.of(), store.sums().read("all", DAY.plusDays(1), DAY));
  }

  @Test
  void openRecordsDoNotCountAndSettledOnesCountOnce() {
    Store store = store();
    store.ledger().open(UsageRecord.open("req_1", Payer.NOBODY, "sonnet", MORNING));
    store.ledger().open(UsageRecord.open("req_2", Payer.NOBODY, "sonnet", MORNING));
    catchUp(store);
    assertEquals(Amounts.ZERO, total(store, "all", DAY));
    store.ledger().settle(record(1));
    store.ledger().settle(record(1));
    catchUp(store);
    store.ledger().settle(record(1));
    catchUp(store);
    assertSums(List.of(record(1)), store);
  }

  @Test
  void aCorrectedCostCountsInPlaceOfTheOneBefore() {
    Store store = store();
    UsageRecord unpriced = record(1).at(Cost.UNKNOWN);
    store.ledger().settle(unpriced);
    store.ledger().settle(record(2));
    catchUp(store);
    assertEquals(1, total(store, "all", DAY).unpriced());
    store.ledger().price("req_1", CENT);
    catchUp(store);
    assertSums(List.of(record(1), record(2)), store);
    Cost twice = new Cost(20_000_000L, List.of(), 20L);
    store.ledger().price("req_1", new Cost(1L, List.of(), null));
    store.ledger().price("req_1", twice);
    catchUp(store);
    assertSums(List.of(record(1).at(twice), record(2)), store);
  }

  @Test
  void anyNameIsKept() {
    Store store = store();
    String odd = "a/b //größe 🜁 '\"; -- #kind :first \u0001\n";
    Payer payer =
        new Payer(odd, odd.repeat(100), odd, List.of("", odd), odd.repeat(200), odd.repeat(50));
    store.ledger().settle(record("req_1", MORNING, payer, CENT));
    catchUp(store);
    assertSums(List.of(record("req_1", MORNING, payer, CENT)), store);
    assertEquals(1, total(store, "user/" + odd.repeat(100), DAY).requests());
  }

  @Test
  void aDayIsRebuiltAsOftenAsOneLikes() {
    Store store = store();
    List<UsageRecord> records = IntStream.range(0, 30).mapToObj(SumsContract::record).toList();
    UsageRecord before =
        record("req_before", MORNING.minus(Duration.ofDays(1)), Payer.NOBODY, CENT);
    records.forEach(store.ledger()::settle);
    store.ledger().settle(before);
    catchUp(store);
    List<UsageRecord> all = new ArrayList<>(records);
    all.add(before);
    for (int i = 0; i < 2; i++) {
      assertEquals(new Rebuilt.Done(30), store.sums().rebuild(DAY, store.ledger(), LATER, false));
      catchUp(store);
      assertSums(all, store);
    }
  }

  @Test
  void aStoreThatCannotBeReachedSaysSo() {
    for (Sums sums : unreachable()) {
      assertThrows(UncheckedIOException.class, () -> sums.read("all", DAY, DAY));
      assertThrows(
          UncheckedIOException.class,
          () -> sums.rebuild(DAY, new InMemoryStore().ledger(), LATER, false));
    }
    assertFalse(store().sums().catchUp());
  }
}
