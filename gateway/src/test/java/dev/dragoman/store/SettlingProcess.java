package dev.dragoman.store;

import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that opens and settles records on eight threads until it is killed, and prints the
 * number of each when it is settled. Its arguments are the file and the first number.
 */
final class SettlingProcess {
  private SettlingProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    SqliteStore store = SqliteStore.open(Path.of(arguments[0]));
    AtomicLong next = new AtomicLong(Long.parseLong(arguments[1]));
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(Thread.ofVirtual().start(() -> settle(store, next, out)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** The record that has this number. */
  static UsageRecord record(long number) {
    return Samples.settled("req_" + number, Usage.reported(number, 2 * number));
  }

  private static void settle(SqliteStore store, AtomicLong next, FileOutputStream out) {
    try {
      while (true) {
        long number = next.getAndIncrement();
        store.ledger().open(Samples.open("req_" + number));
        store.ledger().settle(record(number));
        out.write((number + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
