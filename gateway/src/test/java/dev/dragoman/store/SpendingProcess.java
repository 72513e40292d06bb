package dev.dragoman.store;

import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.Accounts.Draw;
import dev.dragoman.ledger.Accounts.Outcome.Refused;
import dev.dragoman.ledger.Hold;
import dev.dragoman.ledger.Settlement;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.Window;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that takes requests through all their steps on eight threads until it is killed. It
 * prints {@code asked N} when a provider would be asked, and {@code settled N} when that is told to
 * the client. Its arguments are the first number and where the store is: a file, or an endpoint of
 * DynamoDB and the names of its tables.
 */
final class SpendingProcess {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  static final Instant UNTIL = START.plusSeconds(900);

  /** How far apart the first numbers of processes are. */
  static final long PROCESS = 1_000_000;

  private static final int KEYS = 3;

  private SpendingProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    AtomicLong next = new AtomicLong(Long.parseLong(arguments[0]));
    StorePlace place = new StorePlace(List.of(arguments).subList(1, arguments.length));
    Store store = place.open(1);
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(Thread.ofVirtual().start(() -> spend(store, next, out)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  static String id(long number) {
    return "req_" + number;
  }

  /** What a request costs if it is answered; more than its estimate now and then. */
  static long cost(long number) {
    return 1_000 + number * 7_919 % 60_000;
  }

  private static long estimate(long number) {
    return 50_000 + number % 13;
  }

  /**
   * The accounts of a request: of its key and of all. Three of a key's at a time are fewer than
   * there may be, so some are refused; each process has its own, since one that was killed leaves
   * what it had to the sweep.
   */
  static List<Account> accounts(long number) {
    Window window = new Window("w", null);
    String key = "key/" + number % KEYS;
    return List.of(
        new Account(key + "/cost", key, Measure.COST, window, Long.MAX_VALUE / 2, 1),
        new Account("all/cost", "all", Measure.COST, window, Long.MAX_VALUE / 2, 1),
        new Account(key + "/requests", key, Measure.REQUESTS, window, Long.MAX_VALUE / 2, 1),
        new Account(key + "/parallel/" + number / PROCESS, key, Measure.PARALLEL, window, 3, 1));
  }

  private static UsageRecord open(long number, List<Draw> draws) {
    List<Hold.Part> parts =
        draws.stream()
            .map(draw -> {
              Account account = draw.account();
              String window = account.window().id();
              return new Hold.Part(account.id(), window, account.measure(), draw.amount());
            })
            .toList();
    Hold hold = new Hold(draws.getFirst().amount(), parts);
    return Requests.open(id(number), START, hold, UNTIL);
  }

  private static List<Draw> draws(long number, long estimate, long before) {
    return accounts(number).stream()
        .map(account -> {
          boolean money = account.measure() == Measure.COST;
          return money
              ? new Draw(account, estimate, before)
              : new Draw(account, 1, before == 0 ? 0 : 1);
        })
        .toList();
  }

  private static void spend(Store store, AtomicLong next, FileOutputStream out) {
    try {
      while (true) {
        spend(store, next.getAndIncrement(), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void spend(Store store, long number, FileOutputStream out) throws IOException {
    Settlement settlement = new Settlement(store.ledger(), store.accounts());
    long estimate = estimate(number);
    UsageRecord open = open(number, draws(number, estimate, 0));
    store.ledger().open(open);
    if (store.accounts().draw(id(number), draws(number, estimate, 0)) instanceof Refused) {
      settlement.undo(open);
      return;
    }
    say(out, "asked", number);
    if (number % 4 == 0) {
      open = open(number, draws(number, 2 * estimate, 0));
      store.ledger().hold(open);
      store.accounts().draw(id(number), draws(number, 2 * estimate, estimate));
    }
    if (settlement.settle(Requests.completed(open, cost(number)))) {
      say(out, "settled", number);
    }
  }

  private static void say(FileOutputStream out, String what, long number) throws IOException {
    out.write((what + " " + number + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
