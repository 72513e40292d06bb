package dev.dragoman.local;

import dev.dragoman.store.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder in which the local gateway keeps what it knows. */
final class DataFolder {
  private static final String STORE = "dragoman.db";

  private DataFolder() {}

  /**
   * Opens the store in it, which must be there.
   *
   * @throws Refusal if it is not, or cannot be had
   */
  static SqliteStore existing(Path data) {
    if (!Files.exists(data.resolve(STORE))) {
      throw new Refusal("no gateway has run in " + data + ": --data names the folder of one");
    }
    return open(data);
  }

  /**
   * Opens the store in it, and makes both where there are none.
   *
   * @throws Refusal if they cannot be had
   */
  static SqliteStore open(Path data) {
    try {
      SqliteStore store = SqliteStore.open(data.resolve(STORE));
      keepOutOfGit(data);
      return store;
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new Refusal("cannot open the store in " + data + ": " + e.getMessage());
    }
  }

  /** The folder often stands in somebody's repository, and holds a key. */
  private static void keepOutOfGit(Path data) {
    try {
      Path ignore = data.resolve(".gitignore");
      if (!Files.exists(ignore)) {
        Files.writeString(ignore, "*\n");
      }
    } catch (IOException e) {
      throw Refusal.of("cannot write to " + data, e);
    }
  }
}
