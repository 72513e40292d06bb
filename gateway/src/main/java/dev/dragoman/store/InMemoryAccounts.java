package dev.dragoman.store;

import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Accounts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Accounts of one process. */
final class InMemoryAccounts implements Accounts {
  private final Rows rows = new Rows();

  @Override
  public synchronized Outcome draw(String reservation, List<Draw> draws) {
    AccountState.require(draws);
    return rows.draw(reservation, draws);
  }

  @Override
  public synchronized void post(String reservation, List<Posting> postings) {
    AccountState.requirePostings(postings);
    rows.post(reservation, postings);
  }

  @Override
  public synchronized Standing standing(Account account) {
    AccountState found = rows.find(account.id(), account.window().id(), "");
    return (found == null ? AccountState.untouched(account) : found).standing(account);
  }

  @Override
  public synchronized boolean holds(String reservation, String account, String window) {
    AccountState found = rows.find(account, window, reservation);
    return found != null && found.holds() != null;
  }

  @Override
  public synchronized void set(Account account, long used) {
    AccountState.requirePositive(used);
    rows.set(account, used);
  }

  private record Key(String account, String window) {}

  private static final class Counter {
    private long limit;
    private long revision;
    private long used;
    private final Map<String, Long> reservations = new HashMap<>();
  }

  private static final class Rows implements AccountRows<RuntimeException> {
    private final Map<Key, Counter> counters = new HashMap<>();

    @Override
    public @Nullable AccountState find(String account, String window, String reservation) {
      Counter counter = counters.get(new Key(account, window));
      if (counter == null) {
        return null;
      }
      long reserved = counter.reservations.values().stream().mapToLong(Long::longValue).sum();
      Long holds = counter.reservations.get(reservation);
      return new AccountState(counter.limit, counter.revision, counter.used, reserved, holds);
    }

    @Override
    public void tell(Account account) {
      Counter counter = counter(account.id(), account.window().id());
      counter.limit = account.limit();
      counter.revision = account.revision();
    }

    @Override
    public void reserve(String account, String window, String reservation, @Nullable Long amount) {
      Map<String, Long> reservations = counter(account, window).reservations;
      if (amount == null) {
        reservations.remove(reservation);
      } else {
        reservations.put(reservation, amount);
      }
    }

    @Override
    public void use(String account, String window, long used) {
      counter(account, window).used = used;
    }

    private Counter counter(String account, String window) {
      return counters.computeIfAbsent(new Key(account, window), _ -> new Counter());
    }
  }
}
