package dev.dragoman.store;

import dev.dragoman.routing.Mappings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteMappingsTest extends MappingsContract {
  @TempDir Path directory;
  private final List<SqliteStore> stores = new ArrayList<>();

  @AfterEach
  void close() {
    stores.forEach(SqliteStore::close);
  }

  @Override
  Mappings mappings() {
    return open().mappings();
  }

  @Override
  List<Mappings> unreachable() {
    SqliteStore store = open();
    store.close();
    return List.of(store.mappings());
  }

  private SqliteStore open() {
    SqliteStore store = SqliteStore.open(directory.resolve("store" + stores.size() + ".db"));
    stores.add(store);
    return store;
  }
}
