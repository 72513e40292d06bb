package dev.dragoman.store;

import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Window;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accounts in the tables {@code account} and {@code reservation}. A draw is one transaction, and so
 * is a post. A window that has ended long ago goes when a later one of its account begins.
 */
final class SqliteAccounts implements Accounts {
  /** How long after its end a window is kept, for who posts late and for who asks. */
  static final Duration KEPT = Duration.ofDays(40);

  /** What {@link SqliteSchema} makes for it. */
  static final List<String> MIGRATION =
      List.of(
          """
          CREATE TABLE account (
            id TEXT NOT NULL,
            window_id TEXT NOT NULL,
            ends INTEGER,
            bound INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            used INTEGER NOT NULL,
            PRIMARY KEY (id, window_id)
          ) STRICT, WITHOUT ROWID\
          """,
          "CREATE INDEX account_ends ON account (id, ends) WHERE ends IS NOT NULL",
          """
          CREATE TABLE reservation (
            account TEXT NOT NULL,
            window_id TEXT NOT NULL,
            id TEXT NOT NULL,
            amount INTEGER NOT NULL,
            PRIMARY KEY (account, window_id, id)
          ) STRICT, WITHOUT ROWID\
          """);

  private static final String FIND =
      """
      SELECT bound, revision, used,
        (SELECT coalesce(sum(amount), 0) FROM reservation
          WHERE account = account.id AND window_id = account.window_id),
        (SELECT amount FROM reservation
          WHERE account = account.id AND window_id = account.window_id AND reservation.id = ?)
      FROM account WHERE id = ? AND window_id = ?\
      """;

  private static final String HOLDS =
      "SELECT amount FROM reservation WHERE account = ? AND window_id = ? AND id = ?";

  private static final String TELL =
      """
      INSERT INTO account (id, window_id, ends, bound, revision, used) VALUES (?, ?, ?, ?, ?, 0)
      ON CONFLICT (id, window_id) DO UPDATE SET
        bound = excluded.bound, revision = excluded.revision\
      """;

  private static final String RESERVE =
      """
      INSERT INTO reservation (account, window_id, id, amount) VALUES (?, ?, ?, ?)
      ON CONFLICT (account, window_id, id) DO UPDATE SET amount = excluded.amount\
      """;

  private static final String END =
      "DELETE FROM reservation WHERE account = ? AND window_id = ? AND id = ?";

  private static final String USE = "UPDATE account SET used = ? WHERE id = ? AND window_id = ?";

  private static final String FORGET_RESERVATIONS =
      """
      DELETE FROM reservation WHERE account = ?1 AND window_id IN
        (SELECT window_id FROM account WHERE id = ?1 AND ends < ?2)\
      """;

  private static final String FORGET = "DELETE FROM account WHERE id = ? AND ends < ?";

  private final SqliteWriter writer;
  private final SqliteReader reader;

  SqliteAccounts(SqliteWriter writer, SqliteReader reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public Outcome draw(String reservation, List<Draw> draws) {
    AccountState.require(draws);
    return draws.isEmpty()
        ? new Outcome.Drawn(List.of())
        : writer.write(
            "draw from accounts", connection -> new Rows(connection).draw(reservation, draws));
  }

  @Override
  public void post(String reservation, List<Posting> postings) {
    AccountState.requirePostings(postings);
    if (!postings.isEmpty()) {
      writer.write(
          "post to accounts",
          connection -> {
            new Rows(connection).post(reservation, postings);
            return true;
          });
    }
  }

  @Override
  public Standing standing(Account account) {
    List<AccountState> found =
        reader.read(
            "read an account",
            SqliteAccounts::state,
            FIND,
            "",
            account.id(),
            account.window().id());
    return (found.isEmpty() ? AccountState.untouched(account) : found.getFirst()).standing(account);
  }

  @Override
  public boolean holds(String reservation, String account, String window) {
    return !reader
        .read("read a reservation", row -> row.getLong(1), HOLDS, account, window, reservation)
        .isEmpty();
  }

  @Override
  public void set(Account account, long used) {
    AccountState.requirePositive(used);
    writer.write(
        "set an account",
        connection -> {
          new Rows(connection).set(account, used);
          return true;
        });
  }

  private static AccountState state(ResultSet row) throws SQLException {
    long held = row.getLong(5);
    Long holds = row.wasNull() ? null : held;
    return new AccountState(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), holds);
  }

  private record Rows(SqliteConnection connection) implements AccountRows<SQLException> {
    @Override
    public @Nullable AccountState find(String account, String window, String reservation)
        throws SQLException {
      List<AccountState> found =
          connection.query(SqliteAccounts::state, FIND, reservation, account, window);
      return found.isEmpty() ? null : found.getFirst();
    }

    @Override
    public void tell(Account account) throws SQLException {
      Window window = account.window();
      Long ends = window.end() == null ? null : Long.valueOf(window.end().toEpochMilli());
      connection.update(TELL, account.id(), window.id(), ends, account.limit(), account.revision());
      if (ends != null) {
        long old = ends - KEPT.toMillis();
        connection.update(FORGET_RESERVATIONS, account.id(), old);
        connection.update(FORGET, account.id(), old);
      }
    }

    @Override
    public void reserve(String account, String window, String reservation, @Nullable Long amount)
        throws SQLException {
      if (amount == null) {
        connection.update(END, account, window, reservation);
      } else {
        connection.update(RESERVE, account, window, reservation, amount);
      }
    }

    @Override
    public void use(String account, String window, long used) throws SQLException {
      connection.update(USE, used, account, window);
    }
  }
}
