package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.JavaProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteKilledTest {
  private static final int ROUNDS = Integer.getInteger("dragoman.kills", 10);

  @TempDir Path directory;

  @Test
  void whatAKilledProcessSaidWasSettledIsSettled() throws Exception {
    Path file = directory.resolve("store.db");
    Random random = new Random(1);
    for (int round = 0; round < ROUNDS; round++) {
      int atLeast = 20 + random.nextInt(400);
      List<Long> printed = settleAndKill(file, 1_000_000L * round, atLeast);
      assertTrue(printed.size() >= atLeast);
      try (SqliteStore store = SqliteStore.open(file)) {
        for (long number : printed) {
          assertEquals(
              Optional.of(SettlingProcess.record(number)), store.ledger().find("req_" + number));
        }
      }
    }
  }

  /** The numbers that were printed until the process was killed, after so many or more. */
  private static List<Long> settleAndKill(Path file, long first, int atLeast)
      throws IOException, InterruptedException {
    Process process =
        JavaProcess.start(SettlingProcess.class, List.of(file.toString(), Long.toString(first)));
    StringBuilder line = new StringBuilder();
    List<Long> printed = new ArrayList<>();
    byte[] buffer = new byte[256];
    for (int read = 0; read >= 0; read = process.getInputStream().read(buffer)) {
      for (char c : new String(buffer, 0, read, StandardCharsets.US_ASCII).toCharArray()) {
        if (c == '\n') {
          printed.add(Long.parseLong(line.toString()));
          line.setLength(0);
        } else {
          line.append(c);
        }
      }
      if (printed.size() >= atLeast) {
        // Not by the process itself, which would close the stream before its last lines are read.
        process.toHandle().destroyForcibly();
      }
    }
    process.waitFor();
    return printed;
  }
}
