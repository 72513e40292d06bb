package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.routing.SharedHealth;
import dev.dragoman.routing.SharedHealth.Minute;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteHealthTest extends SharedHealthContract {
  @TempDir Path directory;
  private final List<SqliteStore> stores = new ArrayList<>();

  @AfterEach
  void close() {
    stores.forEach(SqliteStore::close);
  }

  @Override
  SharedHealth health() {
    return open("store" + stores.size()).health();
  }

  @Override
  List<SharedHealth> unreachable() {
    SqliteStore store = open("closed");
    store.close();
    return List.of(store.health());
  }

  @Test
  void gatewaysOnOneFileHearEachOther() {
    SharedHealth one = open("shared").health();
    SharedHealth other = open("shared").health();
    one.tell(coolDown("d", 9, true));
    one.add(new Minute("d", MINUTE, 1, 2, 0, 0, 0));
    other.add(new Minute("d", MINUTE, 1, 3, 0, 0, 0));
    assertEquals(one.load(NOW), other.load(NOW));
    assertEquals(List.of(coolDown("d", 9, true)), other.load(NOW).coolDowns());
    assertEquals(List.of(new Minute("d", MINUTE, 2, 5, 0, 0, 0)), one.load(NOW).minutes());
  }

  @Test
  void whatIsLongOverIsDeleted() throws SQLException {
    SharedHealth health = open("growing").health();
    health.tell(coolDown("gone", 9, false));
    for (int i = 0; i < 60; i++) {
      health.add(new Minute("d", MINUTE.plus(Duration.ofMinutes(i)), 1, 0, 0, 0, 0));
    }
    try (SqliteConnection connection = SqliteConnection.open(directory.resolve("growing.db"))) {
      String counts = "SELECT count(*) FROM traffic_minute";
      assertEquals(List.of(11), connection.query(row -> row.getInt(1), counts));
      String coolDowns = "SELECT count(*) FROM cool_down";
      assertEquals(List.of(0), connection.query(row -> row.getInt(1), coolDowns));
    }
  }

  private SqliteStore open(String name) {
    SqliteStore store = SqliteStore.open(directory.resolve(name + ".db"));
    stores.add(store);
    return store;
  }
}
