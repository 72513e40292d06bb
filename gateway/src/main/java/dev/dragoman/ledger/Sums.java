package dev.dragoman.ledger;

import java.time.LocalDate;
import java.util.List;

/**
 * The port to the sums of settled records: by day (UTC, of the record's start), by whom, by what.
 * They are built beside the requests and can be built anew from the records; they do not expire. A
 * store that cannot be reached throws {@link java.io.UncheckedIOException}.
 */
public interface Sums {
  /**
   * The sums of a scope from one day to another, both included, by day.
   *
   * @param scope {@code all}, {@code key/HASH}, {@code user/ID}, {@code team/ID}, {@code tag/TAG},
   *     {@code session/ID}
   */
  List<Sum> read(String scope, LocalDate from, LocalDate to);

  /**
   * One sum.
   *
   * @param by what {@code value} is: {@code total} (then it is empty), {@code model}, {@code
   *     provider}, {@code key}, {@code user}, {@code team}, {@code tag}, {@code agent}, {@code
   *     session}
   */
  record Sum(LocalDate day, String scope, String by, String value, Amounts amounts) {}

  /**
   * What is added up. A count of tokens says nothing of requests whose usage is not known, nor a
   * cost of those whose cost is not: those are counted.
   *
   * @param failed requests that were refused or broke off
   * @param unmetered requests whose usage nobody knows
   * @param unpriced requests whose cost nobody knows
   * @param estimated requests whose usage is an estimate
   * @param input tokens neither read from nor written to a cache
   * @param cacheWrite tokens written to a cache, for five minutes or an hour
   * @param cost nano-dollars that providers charge
   * @param gateway nano-dollars of running the gateway
   */
  record Amounts(
      long requests,
      long failed,
      long unmetered,
      long unpriced,
      long estimated,
      long input,
      long output,
      long cacheRead,
      long cacheWrite,
      long thinking,
      long searches,
      long cost,
      long gateway) {
    /** Nothing. */
    public static final Amounts ZERO = new Amounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Amounts plus(Amounts other) {
      return new Amounts(
          requests + other.requests,
          failed + other.failed,
          unmetered + other.unmetered,
          unpriced + other.unpriced,
          estimated + other.estimated,
          input + other.input,
          output + other.output,
          cacheRead + other.cacheRead,
          cacheWrite + other.cacheWrite,
          thinking + other.thinking,
          searches + other.searches,
          cost + other.cost,
          gateway + other.gateway);
    }
  }
}
