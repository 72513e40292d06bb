package dev.dragoman.store;

import dev.dragoman.access.Directory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteDirectoryTest extends DirectoryContract {
  @TempDir Path folder;
  private final List<SqliteStore> stores = new ArrayList<>();

  @AfterEach
  void close() {
    stores.forEach(SqliteStore::close);
  }

  @Override
  Directory directory() {
    return open().directory();
  }

  @Override
  List<Directory> unreachable() {
    SqliteStore store = open();
    store.close();
    return List.of(store.directory());
  }

  private SqliteStore open() {
    SqliteStore store = SqliteStore.open(folder.resolve("store" + stores.size() + ".db"));
    stores.add(store);
    return store;
  }
}
