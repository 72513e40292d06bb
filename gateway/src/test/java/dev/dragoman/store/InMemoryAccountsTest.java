package dev.dragoman.store;

import dev.dragoman.ledger.Accounts;
import java.util.List;

class InMemoryAccountsTest extends AccountsContract {
  @Override
  Accounts accounts() {
    return new InMemoryStore().accounts();
  }

  @Override
  List<Accounts> unreachable() {
    return List.of();
  }

  @Override
  int operations() {
    return 10_000;
  }
}
