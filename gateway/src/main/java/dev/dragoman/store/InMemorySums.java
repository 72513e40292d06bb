package dev.dragoman.store;

import dev.dragoman.ledger.DailySums;
import dev.dragoman.ledger.DailySums.Place;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Sums that are made when somebody asks: always those of the records that are there. */
final class InMemorySums implements Sums {
  private final Supplier<List<UsageRecord>> records;

  InMemorySums(Supplier<List<UsageRecord>> records) {
    this.records = records;
  }

  @Override
  public List<Sum> read(String scope, LocalDate from, LocalDate to) {
    String name = DailySums.bounded(scope);
    Map<Place, Amounts> sums = new HashMap<>();
    for (UsageRecord record : records.get()) {
      LocalDate day = DailySums.day(record);
      if (!day.isBefore(from) && !day.isAfter(to)) {
        DailySums.of(record).forEach((place, amounts) -> sums.merge(place, amounts, Amounts::plus));
      }
    }
    return sums.entrySet().stream()
        .filter(sum -> sum.getKey().scope().equals(name))
        .map(sum -> sum.getKey().of(sum.getValue()))
        .sorted(SumRecords.ORDER)
        .toList();
  }

  @Override
  public Rebuilt rebuild(LocalDate day, UsageLedger ledger, Instant now, boolean fewer) {
    return new Rebuilt.Done(
        read("all", day, day).stream()
            .filter(sum -> sum.by().equals("total"))
            .mapToLong(sum -> sum.amounts().requests())
            .sum());
  }
}
