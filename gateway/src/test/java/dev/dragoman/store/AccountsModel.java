package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Accounts.Draw;
import dev.dragoman.ledger.Accounts.Outcome;
import dev.dragoman.ledger.Accounts.Posting;
import dev.dragoman.ledger.Accounts.Standing;
import dev.dragoman.ledger.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What accounts must come to, said in the plainest way, and random operations by which the two are
 * compared.
 */
final class AccountsModel {
  private static final List<Window> WINDOWS = List.of(Window.ALWAYS, AccountSamples.JANUARY);
  private static final int ACCOUNTS = 4;
  private static final int RESERVATIONS = 6;
  private static final int REVISIONS = 12;

  private final Map<String, Entry> entries = new HashMap<>();
  private final Random random;
  private int newest = 1;

  private static final class Entry {
    private Account newest;
    private long used;
    private final Map<String, Long> held = new HashMap<>();

    Entry(Account newest) {
      this.newest = newest;
    }

    void tell(Account account) {
      newest = account.revision() > newest.revision() ? account : newest;
    }

    Standing standing() {
      return new Standing(newest, used, held.values().stream().mapToLong(h -> h).sum());
    }
  }

  AccountsModel(long seed) {
    this.random = new Random(seed);
  }

  /** Does so many random operations, and compares after each. */
  void follow(Accounts accounts, int operations) {
    for (int i = 0; i < operations; i++) {
      if (i % (operations / REVISIONS + 1) == 0) {
        newest++;
      }
      String operation = "operation " + i;
      List<Account> chosen = chosen();
      String reservation = "r" + random.nextInt(RESERVATIONS);
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3, 4 -> {
          List<Draw> draws = chosen.stream().map(account -> draw(account, reservation)).toList();
          assertEquals(draw(reservation, draws), accounts.draw(reservation, draws), operation);
        }
        case 5, 6, 7, 8 -> {
          List<Posting> postings =
              chosen.stream().map(account -> posting(account, reservation)).toList();
          postings.forEach(posting -> post(reservation, posting));
          accounts.post(reservation, postings);
        }
        default -> {
          Account account = chosen.getFirst();
          long used = random.nextInt(60);
          told(account).used = used;
          accounts.set(account, used);
        }
      }
      for (Account account : chosen) {
        Entry entry = entries.getOrDefault(name(account), new Entry(account));
        assertEquals(seen(entry, account), accounts.standing(account), operation);
      }
    }
  }

  private static Standing seen(Entry entry, Account asking) {
    Standing stored = entry.standing();
    return asking.revision() > entry.newest.revision()
        ? new Standing(asking, stored.used(), stored.reserved())
        : stored;
  }

  private List<Account> chosen() {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < ACCOUNTS; i++) {
      numbers.add(i);
    }
    Collections.shuffle(numbers, random);
    Window window = WINDOWS.get(random.nextInt(WINDOWS.size()));
    int revision = random.nextInt(3) > 0 ? newest : 1 + random.nextInt(newest);
    return numbers.subList(0, 1 + random.nextInt(3)).stream()
        .map(number -> {
          long limit = (37L * number + 61L * revision) % 140;
          return AccountSamples.account("a" + number, Measure.COST, window, limit, revision);
        })
        .toList();
  }

  private Draw draw(Account account, String reservation) {
    Entry entry = entries.get(name(account));
    Long held = entry == null ? null : entry.held.get(reservation);
    long amount = random.nextInt(10) == 0 ? 0 : random.nextInt(50);
    long said = held == null ? 0 : random.nextInt(3) > 0 ? held : random.nextInt(50);
    return new Draw(account, random.nextInt(6) == 0 && held != null ? held : amount, said);
  }

  private Posting posting(Account account, String reservation) {
    Entry entry = entries.get(name(account));
    Long held = entry == null ? null : entry.held.get(reservation);
    Long said = random.nextInt(3) == 0 ? Long.valueOf(random.nextInt(50)) : held;
    return new Posting(account.id(), account.window().id(), random.nextInt(12), said);
  }

  private Outcome draw(String reservation, List<Draw> draws) {
    Outcome.@Nullable Refused refused = null;
    for (Draw draw : draws) {
      Entry entry = told(draw.account());
      Long held = entry.held.get(reservation);
      long more = draw.amount() - (held == null ? 0 : held);
      boolean must = held == null || (more != 0 && !(more < 0 && held != draw.held()));
      if (refused == null && must && more >= 0 && entry.standing().left() < more) {
        refused = new Outcome.Refused(entry.standing(), draw.amount());
      }
    }
    List<Standing> standings = new ArrayList<>();
    for (Draw draw : draws) {
      Entry entry = told(draw.account());
      Long held = entry.held.get(reservation);
      if (refused == null) {
        boolean drawnForSince = held != null && held > draw.amount() && held != draw.held();
        if (!drawnForSince) {
          entry.held.put(reservation, draw.amount());
        }
        standings.add(entry.standing());
      } else if (held != null && held == draw.amount()) {
        entry.held.put(reservation, draw.held());
        if (draw.held() == 0 && draw.amount() != 0) {
          entry.held.remove(reservation);
        }
      }
    }
    return refused == null ? new Outcome.Drawn(standings) : refused;
  }

  private void post(String reservation, Posting posting) {
    Entry entry = entries.get(posting.account() + "|" + posting.window());
    if (entry != null && entry.held.remove(reservation) != null) {
      entry.used += posting.used();
    }
  }

  private Entry told(Account account) {
    Entry entry = entries.computeIfAbsent(name(account), _ -> new Entry(account));
    entry.tell(account);
    return entry;
  }

  private static String name(Account account) {
    return account.id() + "|" + account.window().id();
  }
}
