package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.Directory;
import dev.dragoman.access.VirtualKey;
import dev.dragoman.provider.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

  @Test
  void theFileHoldsAKeysHashAndNotTheKey() throws IOException {
    String planted = "sk-planted-in-this-test";
    try (SqliteStore store = SqliteStore.open(folder.resolve("planted.db"))) {
      VirtualKey key = Entries.key(planted);
      store.directory().keys().put(key);
      store.audit().write(Entries.change("req_1", Entries.MADE, key.id()));
    }
    String file = Files.readString(folder.resolve("planted.db"), StandardCharsets.ISO_8859_1);
    assertTrue(file.contains(Sha256.hex(planted)));
    assertFalse(file.contains("planted"));
  }
}
