package dev.dragoman.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteSweepTest extends SweepContract {
  @TempDir Path directory;
  private final List<SqliteStore> stores = new ArrayList<>();

  @AfterEach
  void close() {
    stores.forEach(SqliteStore::close);
  }

  @Override
  Store store() {
    stores.add(SqliteStore.open(directory.resolve("store.db")));
    return stores.getLast();
  }
}
