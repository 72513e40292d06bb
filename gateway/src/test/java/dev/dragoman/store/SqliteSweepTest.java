package dev.dragoman.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteSweepTest extends SweepContract {
  @TempDir Path directory;
  private SqliteStore store;

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  Store store() {
    store = SqliteStore.open(directory.resolve("store.db"));
    return store;
  }
}
