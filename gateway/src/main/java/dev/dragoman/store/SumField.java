package dev.dragoman.store;

import dev.dragoman.ledger.Sums.Amounts;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What sums add up, by the names of columns and attributes. */
enum SumField {
  REQUESTS,
  FAILED,
  UNMETERED,
  UNPRICED,
  ESTIMATED,
  INPUT,
  OUTPUT,
  CACHE_READ,
  CACHE_WRITE,
  THINKING,
  SEARCHES,
  COST,
  GATEWAY;

  /** Its name where sums are stored. */
  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  long of(Amounts amounts) {
    return switch (this) {
      case REQUESTS -> amounts.requests();
      case FAILED -> amounts.failed();
      case UNMETERED -> amounts.unmetered();
      case UNPRICED -> amounts.unpriced();
      case ESTIMATED -> amounts.estimated();
      case INPUT -> amounts.input();
      case OUTPUT -> amounts.output();
      case CACHE_READ -> amounts.cacheRead();
      case CACHE_WRITE -> amounts.cacheWrite();
      case THINKING -> amounts.thinking();
      case SEARCHES -> amounts.searches();
      case COST -> amounts.cost();
      case GATEWAY -> amounts.gateway();
    };
  }

  /** The amounts of which each field is what {@code stored} has for it. */
  static Amounts amounts(ToLongFunction<SumField> stored) {
    return new Amounts(
        stored.applyAsLong(REQUESTS),
        stored.applyAsLong(FAILED),
        stored.applyAsLong(UNMETERED),
        stored.applyAsLong(UNPRICED),
        stored.applyAsLong(ESTIMATED),
        stored.applyAsLong(INPUT),
        stored.applyAsLong(OUTPUT),
        stored.applyAsLong(CACHE_READ),
        stored.applyAsLong(CACHE_WRITE),
        stored.applyAsLong(THINKING),
        stored.applyAsLong(SEARCHES),
        stored.applyAsLong(COST),
        stored.applyAsLong(GATEWAY));
  }
}
