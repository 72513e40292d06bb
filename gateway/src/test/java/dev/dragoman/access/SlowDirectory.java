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
import org.jspecify.annotations.Nullable;

/** A directory in memory that counts who looks keys up, and can keep them waiting or fail. */
final class SlowDirectory implements Directory {
  final AtomicInteger lookUps = new AtomicInteger();

  /** How many more look-ups of keys may end; each waits for one. */
  final Semaphore pace = new Semaphore(1_000_000);

  volatile boolean broken;

  private final Map<Class<?>, Shelf<?>> shelves = new ConcurrentHashMap<>();

  /** Puts entries there, over what was there. */
  SlowDirectory with(Entry... entries) {
    for (Entry entry : entries) {
      switch (entry) {
        case VirtualKey key -> keys().put(key);
        case User user -> users().put(user);
        case Team team -> teams().put(team);
        case Budget budget -> budgets().put(budget);
      }
    }
    return this;
  }

  @Override
  public Shelf<VirtualKey> keys() {
    return shelf(VirtualKey.class);
  }

  @Override
  public Shelf<User> users() {
    return shelf(User.class);
  }

  @Override
  public Shelf<Team> teams() {
    return shelf(Team.class);
  }

  @Override
  public Shelf<Budget> budgets() {
    return shelf(Budget.class);
  }

  @SuppressWarnings("unchecked")
  private <T extends Entry> Shelf<T> shelf(Class<T> kind) {
    return (Shelf<T>) shelves.computeIfAbsent(kind, _ -> new Board<T>(kind == VirtualKey.class));
  }

  private final class Board<T extends Entry> implements Shelf<T> {
    private final Map<String, T> entries = new ConcurrentHashMap<>();
    private final boolean keys;

    Board(boolean keys) {
      this.keys = keys;
    }

    @Override
    public Optional<T> find(String id) {
      Optional<T> there = Optional.ofNullable(entries.get(id));
      if (keys) {
        lookUps.incrementAndGet();
        pace.acquireUninterruptibly();
      }
      if (broken) {
        throw new UncheckedIOException(new IOException("no store"));
      }
      return there;
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
      return entries.values().stream()
          .sorted(Comparator.comparing(Entry::id))
          .filter(entry -> after == null || entry.id().compareTo(after) > 0)
          .limit(limit)
          .toList();
    }
  }
}
