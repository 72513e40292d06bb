package dev.dragoman.store;

import static dev.dragoman.store.AccountSamples.account;
import static dev.dragoman.store.AccountSamples.drawn;
import static dev.dragoman.store.AccountSamples.figures;
import static dev.dragoman.store.AccountSamples.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Accounts.Draw;
import dev.dragoman.ledger.Accounts.Outcome;
import dev.dragoman.ledger.Accounts.Standing;
import dev.dragoman.ledger.Window;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteAccountsTest extends AccountsContract {
  @TempDir Path directory;
  private final List<SqliteStore> stores = new ArrayList<>();

  @AfterEach
  void close() {
    stores.forEach(SqliteStore::close);
  }

  @Override
  Accounts accounts() {
    return open("store" + stores.size()).accounts();
  }

  @Override
  List<Accounts> unreachable() {
    SqliteStore store = open("closed");
    store.close();
    return List.of(store.accounts());
  }

  @Override
  int operations() {
    return 10_000;
  }

  @Test
  void gatewaysOnOneFileAreHeldToOneLimit() throws Exception {
    Account account = account("a", 500);
    List<Callable<Integer>> spenders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Accounts accounts = open("shared").accounts();
      String name = "gateway" + i + "/";
      spenders.add(() -> {
        int won = 0;
        for (int n = 0; n < 150; n++) {
          List<Draw> draws = List.of(new Draw(account, 1), new Draw(account("b", 1_000), 1));
          won += accounts.draw(name + n, draws) instanceof Outcome.Drawn ? 1 : 0;
        }
        return won;
      });
    }
    assertEquals(500, together(spenders).stream().mapToInt(Integer::intValue).sum());
    Accounts accounts = open("shared").accounts();
    assertEquals(figures(0, 500), refused(accounts, "one-more", account, 1));
    assertEquals(500, accounts.standing(account("b", 1_000)).reserved());
  }

  @Test
  void whatWasDrawnIsThereWhenTheFileIsOpenedAgain() {
    Account account = account("a", 100);
    drawn(open("kept").accounts(), "r", account, 60);
    close();
    Accounts accounts = open("kept").accounts();
    assertEquals(new Standing(account, 0, 60), accounts.standing(account));
    accounts.post("r", List.of(posting(account, 9)));
    assertEquals(new Standing(account, 9, 0), accounts.standing(account));
  }

  @Test
  void aWindowThatEndedLongAgoGoesWhenALaterOneOfItsAccountBegins() throws SQLException {
    Accounts accounts = open("growing").accounts();
    drawn(accounts, "other", day("other", 0), 1);
    for (int day = 0; day < 60; day++) {
      drawn(accounts, "r" + day, day("a", day), 1);
    }
    drawn(accounts, "r", account("a", 100), 1);
    try (SqliteConnection connection = SqliteConnection.open(directory.resolve("growing.db"))) {
      for (String table : List.of("account", "reservation")) {
        String count = "SELECT count(*) FROM " + table;
        assertEquals(List.of(1 + 41 + 1), connection.query(row -> row.getInt(1), count), table);
      }
    }
  }

  private static Account day(String id, int day) {
    Instant start = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(day));
    Window window = new Window(start.toString(), start.plus(Duration.ofDays(1)));
    return account(id, Measure.REQUESTS, window, 100, 1);
  }

  private SqliteStore open(String name) {
    SqliteStore store = SqliteStore.open(directory.resolve(name + ".db"));
    stores.add(store);
    return store;
  }
}
