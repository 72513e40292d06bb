package dev.dragoman.store;

import static java.util.stream.Collectors.joining;

import dev.dragoman.json.Unicode;
import dev.dragoman.ledger.DailySums;
import dev.dragoman.ledger.DailySums.Place;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.UsageLedger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sums in the table {@code daily}, one row each. Triggers on {@code usage} put the id of every
 * record that is settled, or corrected afterwards, into {@code unsummed}, in the transaction that
 * does so: with the record as the sums have it ({@code was}), null if they do not have it. {@link
 * #catchUp} adds the difference between that and what the record is now, and takes the id out, in
 * one transaction too. So each record counts once, whoever is killed when, and however many
 * processes do it.
 *
 * <p>The difference is made before the transaction, since the ledger's writers wait for that one,
 * and made again in it if another process, or a correction, has changed what waits.
 */
final class SqliteSums implements Sums {
  /**
   * Those of a session or a key come together, and change few sums; but the ledger's writers wait
   * while the sums are written, some milliseconds.
   */
  private static final int TOGETHER = 1_000;

  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::scope)
          .thenComparing(Place::day)
          .thenComparing(Place::by)
          .thenComparing(Place::value);

  private static final String FIELDS = fields(field -> field);

  static final String READ =
      "SELECT day, breakdown, value, "
          + FIELDS
          + " FROM daily WHERE scope = ? AND day BETWEEN ? AND ? ORDER BY day, breakdown, value";

  private static final String ADD =
      "INSERT INTO daily (scope, day, breakdown, value, "
          + FIELDS
          + ") VALUES (?, ?, ?, ?, "
          + fields(_ -> "?")
          + ") ON CONFLICT (scope, day, breakdown, value) DO UPDATE SET "
          + fields(field -> field + " = " + field + " + excluded." + field);

  /** What waits, in its order, up to a place in the queue. */
  static final String NEXT =
      "SELECT unsummed.rowid, unsummed.id, was, doc"
          + " FROM unsummed LEFT JOIN usage ON usage.id = unsummed.id"
          + " WHERE unsummed.rowid <= ? ORDER BY unsummed.rowid LIMIT "
          + TOGETHER;

  private static final String DONE = "DELETE FROM unsummed WHERE rowid <= ?";

  private static final String COUNTED =
      "SELECT requests FROM daily WHERE scope = 'all' AND day = ? AND breakdown = 'total'";

  private static final String OF_DAY = " FROM usage WHERE start >= ? AND start < ? AND state <> ";

  private static final String COUNT = "SELECT count(*)" + OF_DAY + "'OPEN'";

  private static final String FORGET = "DELETE FROM daily WHERE day = ?";

  private static final String QUEUE =
      "INSERT OR REPLACE INTO unsummed (id, was) SELECT id, NULL"
          + OF_DAY
          + "'OPEN' ORDER BY start";

  private final SqliteWriter writer;
  private final SqliteReader reader;

  /** So that of the callers in this process one is at the head of the queue. */
  private final ReentrantLock turn = new ReentrantLock();

  SqliteSums(SqliteWriter writer, SqliteReader reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /** Fresh, unless more than a thousand records wait, which then count a little later. */
  @Override
  public List<Sum> read(String scope, LocalDate from, LocalDate to) {
    catchUp();
    String name = name(scope);
    return reader.read(
        "read sums", row -> sum(name, row), READ, name, from.toEpochDay(), to.toEpochDay());
  }

  @Override
  public boolean catchUp() {
    turn.lock();
    try {
      List<Waiting> next =
          reader.read("look for records to add up", Waiting::read, NEXT, Long.MAX_VALUE);
      if (next.isEmpty()) {
        return false;
      }
      Map<Place, Amounts> changes = changes(next);
      writer.write("add up", connection -> addNext(connection, next, changes));
      return next.size() == TOGETHER;
    } finally {
      turn.unlock();
    }
  }

  /**
   * Any day, also today. One transaction forgets its sums and queues its records, whose figures are
   * whole again when this returns.
   */
  @Override
  public Rebuilt rebuild(LocalDate day, UsageLedger ledger, Instant now, boolean fewer) {
    while (catchUp()) {
      // What waits is in no sum, and would seem to be more records than were counted.
    }
    Rebuilt rebuilt = writer.write("rebuild sums", connection -> requeue(connection, day, fewer));
    while (catchUp()) {
      // What was queued, and what is settled meanwhile.
    }
    return rebuilt;
  }

  private static Rebuilt requeue(SqliteConnection connection, LocalDate day, boolean fewer)
      throws SQLException {
    long from = millis(day);
    long until = millis(day.plusDays(1));
    long records = connection.query(row -> row.getLong(1), COUNT, from, until).getFirst();
    List<Long> counted = connection.query(row -> row.getLong(1), COUNTED, day.toEpochDay());
    Rebuilt refused =
        SumRecords.tooFew(day, counted.isEmpty() ? 0 : counted.getFirst(), records, fewer);
    if (refused != null) {
      return refused;
    }
    connection.update(FORGET, day.toEpochDay());
    connection.update(QUEUE, from, until);
    return new Rebuilt.Done(records);
  }

  /** What sums change by; in their order, so that neighbours are written one after the other. */
  private static Map<Place, Amounts> changes(List<Waiting> waiting) {
    Map<Place, Amounts> changes = new HashMap<>();
    for (Waiting one : waiting) {
      if (one.doc() != null) {
        SumRecords.change(one.id(), one.was(), one.doc())
            .forEach((place, change) -> changes.merge(place, change, Amounts::plus));
      }
    }
    Map<Place, Amounts> sorted = new TreeMap<>(ORDER);
    sorted.putAll(changes);
    return sorted;
  }

  /** Adds what waited a moment ago, as it is now, and takes it out of the queue. */
  private static boolean addNext(
      SqliteConnection connection, List<Waiting> seen, Map<Place, Amounts> changes)
      throws SQLException {
    long last = seen.getLast().row();
    List<Waiting> now = connection.query(Waiting::read, NEXT, last);
    if (now.isEmpty()) {
      return false;
    }
    Map<Place, Amounts> current = now.equals(seen) ? changes : changes(now);
    for (Map.Entry<Place, Amounts> change : current.entrySet()) {
      connection.update(ADD, row(change.getKey(), change.getValue()));
    }
    return connection.update(DONE, now.getLast().row()) > 0;
  }

  private static @Nullable Object[] row(Place place, Amounts amounts) {
    SumField[] fields = SumField.values();
    @Nullable Object[] row = new @Nullable Object[4 + fields.length];
    row[0] = name(place.scope());
    row[1] = place.day().toEpochDay();
    row[2] = place.by();
    row[3] = name(place.value());
    for (SumField field : fields) {
      row[4 + field.ordinal()] = field.of(amounts);
    }
    return row;
  }

  private static Sum sum(String scope, ResultSet row) throws SQLException {
    long[] stored = new long[SumField.values().length];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = row.getLong(4 + i);
    }
    return new Sum(
        LocalDate.ofEpochDay(row.getLong(1)),
        scope,
        row.getString(2),
        row.getString(3),
        SumField.amounts(field -> stored[field.ordinal()]));
  }

  private static String name(String text) {
    return Unicode.wellFormed(DailySums.bounded(text));
  }

  private static long millis(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  private static String fields(Function<String, String> each) {
    return Arrays.stream(SumField.values()).map(SumField::column).map(each).collect(joining(", "));
  }

  /**
   * A record that waits.
   *
   * @param row its place in the queue
   * @param was as the sums have it; null if they do not
   * @param doc as it is; null if it is gone
   */
  private record Waiting(long row, String id, @Nullable String was, @Nullable String doc) {
    static Waiting read(ResultSet row) throws SQLException {
      return new Waiting(row.getLong(1), row.getString(2), row.getString(3), row.getString(4));
    }
  }
}
