package dev.dragoman.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A directory in memory that counts who looks keys up, and can keep them waiting or fail. It takes
 * every entry, whatever its revision.
 */
final class SlowDirectory implements Directory {
  final AtomicInteger lookUps = new AtomicInteger();

  /** How many more look-ups of keys may end; each waits for one. */
  final Semaphore pace = new Semaphore(1_000_000);

  volatile boolean broken;

  private final Board<User> users = new Board<>();
  private final Board<Team> teams = new Board<>();
  private final Board<Budget> budgets = new Board<>();
  private final KeyBoard keys = new KeyBoard();

  /** Puts entries there, over what was there. */
  SlowDirectory with(Entry... entries) {
    for (Entry entry : entries) {
      switch (entry) {
        case VirtualKey key -> keys.put(key);
        case User user -> users.put(user);
        case Team team -> teams.put(team);
        case Budget budget -> budgets.put(budget);
      }
    }
    return this;
  }

  @Override
  public Keys keys() {
    return keys;
  }

  @Override
  public Shelf<User> users() {
    return users;
  }

  @Override
  public Shelf<Team> teams() {
    return teams;
  }

  @Override
  public Shelf<Budget> budgets() {
    return budgets;
  }

  private class Board<T extends Entry> implements Shelf<T> {
    private final Map<String, T> entries = new ConcurrentHashMap<>();

    @Override
    public Optional<T> find(String id) {
      if (broken) {
        throw new UncheckedIOException(new IOException("no store"));
      }
      return Optional.ofNullable(entries.get(id));
    }

    @Override
    public boolean put(T entry) {
      entries.put(entry.id(), entry);
      return true;
    }

    @Override
    public boolean remove(String id) {
      return entries.remove(id) != null;
    }

    @Override
    public List<T> list(@Nullable String after, int limit) {
      return list(entry -> true, after, limit);
    }

    List<T> list(Predicate<T> which, @Nullable String after, int limit) {
      return entries.values().stream()
          .filter(which)
          .filter(entry -> after == null || entry.id().compareTo(after) > 0)
          .sorted(Comparator.comparing(Entry::id))
          .limit(limit)
          .toList();
    }
  }

  private final class KeyBoard extends Board<VirtualKey> implements Keys {
    @Override
    public Optional<VirtualKey> find(String id) {
      try {
        return super.find(id);
      } finally {
        lookUps.incrementAndGet();
        pace.acquireUninterruptibly();
      }
    }

    @Override
    public Optional<VirtualKey> findByAlias(String alias) {
      return list(key -> alias.equals(key.alias()), null, 1).stream().findFirst();
    }

    @Override
    public List<VirtualKey> ofUser(String userId, @Nullable String after, int limit) {
      return list(key -> userId.equals(key.userId()), after, limit);
    }

    @Override
    public List<VirtualKey> ofTeam(String teamId, @Nullable String after, int limit) {
      return list(key -> teamId.equals(key.teamId()), after, limit);
    }
  }
}
