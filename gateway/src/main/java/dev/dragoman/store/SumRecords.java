package dev.dragoman.store;

import dev.dragoman.ledger.DailySums;
import dev.dragoman.ledger.DailySums.Place;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.Sums.Amounts;
import dev.dragoman.ledger.Sums.Rebuilt;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all stores of sums do alike. */
final class SumRecords {
  /** By day, then by what, then by its name. */
  static final Comparator<Sums.Sum> ORDER =
      Comparator.comparing(Sums.Sum::day)
          .thenComparing(Sums.Sum::by)
          .thenComparing(Sums.Sum::value);

  private static final Logger LOG = System.getLogger("dev.dragoman");

  private SumRecords() {}

  /**
   * What sums change by when one stored record takes the place of another. One that cannot be read
   * changes nothing and is told in the log: it must not keep all others out of the sums.
   *
   * @param id of the request, for the log
   */
  static Map<Place, Amounts> change(String id, @Nullable String before, String after) {
    try {
      return DailySums.change(
          before == null ? null : UsageRecordJson.read(before), UsageRecordJson.read(after));
    } catch (UncheckedIOException e) {
      LOG.log(Level.ERROR, id + " is in no daily sum: its record cannot be read", e);
      return Map.of();
    }
  }

  /** Why a day that counts so many requests keeps its sums; null if it need not. */
  static @Nullable Rebuilt tooFew(LocalDate day, long counted, long records, boolean fewer) {
    return records >= counted || fewer
        ? null
        : new Rebuilt.Refused(
            day
                + " has "
                + records
                + " settled records left of "
                + counted
                + " requests that were counted: its sums stay");
  }
}
