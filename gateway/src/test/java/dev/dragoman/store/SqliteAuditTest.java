package dev.dragoman.store;

import dev.dragoman.access.AuditLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteAuditTest extends AuditLogContract {
  @TempDir Path folder;
  private final List<SqliteStore> stores = new ArrayList<>();

  @AfterEach
  void close() {
    stores.forEach(SqliteStore::close);
  }

  @Override
  AuditLog audit() {
    return open().audit();
  }

  @Override
  List<AuditLog> unreachable() {
    SqliteStore store = open();
    store.close();
    return List.of(store.audit());
  }

  private SqliteStore open() {
    SqliteStore store = SqliteStore.open(folder.resolve("store" + stores.size() + ".db"));
    stores.add(store);
    return store;
  }
}
