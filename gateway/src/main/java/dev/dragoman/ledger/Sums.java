package dev.dragoman.ledger;

import java.time.Instant;
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
   *     {@code session/ID}; {@code sessions} for each session's total, of which there are as many
   *     as there were sessions
   * @see DailySums
   */
  List<Sum> read(String scope, LocalDate from, LocalDate to);

  /**
   * Adds some of the records that were settled and are in no sum yet, where nobody else does.
   *
   * @return whether there may be more of them
   */
  default boolean catchUp() {
    return false;
  }

  /**
   * Makes the sums of a day anew from its records. It can be repeated, and a gateway may run beside
   * it; the store says from when on it may be done.
   *
   * @param records where they are
   * @param fewer whether it may leave fewer requests than were counted. Without it a day some of
   *     whose records have expired keeps its sums
   */
  Rebuilt rebuild(LocalDate day, UsageLedger records, Instant now, boolean fewer);

  /** What came of it. */
  sealed interface Rebuilt {
    /** The sums are those of so many records. */
    record Done(long records) implements Rebuilt {}

    /** The sums stay as they were, because of this. */
    record Refused(String why) implements Rebuilt {}
  }

  /**
   * One sum.
   *
   * @param by what {@code value} is: {@code total} (then it is empty), {@code model}, {@code
   *     served}, {@code provider}, {@code key}, {@code user}, {@code team}, {@code tag}, {@code
   *     agent}, {@code session}
   */
  record Sum(LocalDate day, String scope, String by, String value, Amounts amounts) {}

  /**
   * What is added up. A count of tokens says nothing of requests whose usage is not known, nor a
   * cost of those whose cost is not: those are counted.
   *
   * @param failed requests that were refused, broke off, or were never settled by their process
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

    /** Whether it is nothing. */
    public boolean isZero() {
      return equals(ZERO);
    }

    /** The same with the other sign: what undoes it. */
    public Amounts negated() {
      return new Amounts(
          -requests,
          -failed,
          -unmetered,
          -unpriced,
          -estimated,
          -input,
          -output,
          -cacheRead,
          -cacheWrite,
          -thinking,
          -searches,
          -cost,
          -gateway);
    }

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
