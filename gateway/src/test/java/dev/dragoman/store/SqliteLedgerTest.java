package dev.dragoman.store;

import dev.dragoman.ledger.UsageLedger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteLedgerTest extends UsageLedgerContract {
  @TempDir Path directory;
  private final List<SqliteStore> stores = new ArrayList<>();

  @AfterEach
  void close() {
    stores.forEach(SqliteStore::close);
  }

  @Override
  UsageLedger ledger() {
    return open().ledger();
  }

  @Override
  List<UsageLedger> unreachable() {
    SqliteStore store = open();
    store.close();
    return List.of(store.ledger());
  }

  private SqliteStore open() {
    SqliteStore store = SqliteStore.open(directory.resolve("store" + stores.size() + ".db"));
    stores.add(store);
    return store;
  }
}
