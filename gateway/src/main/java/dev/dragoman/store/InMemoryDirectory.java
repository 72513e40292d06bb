package dev.dragoman.store;

import dev.dragoman.access.Directory;
import dev.dragoman.access.Entry;
import dev.dragoman.access.VirtualKey;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory that lasts as long as its process. It keeps texts, as other stores do. */
final class InMemoryDirectory {
  private InMemoryDirectory() {}

  /** An empty one. */
  static Directory empty() {
    return new Shelves(
        new KeysInMemory(),
        new ShelfInMemory<>(EntryForm.USER),
        new ShelfInMemory<>(EntryForm.TEAM),
        new ShelfInMemory<>(EntryForm.BUDGET));
  }

  private static class ShelfInMemory<T extends Entry> implements Directory.Shelf<T> {
    private final EntryForm<T> form;
    private final TreeMap<String, Text> texts = new TreeMap<>(EntryForm.ORDER);

    private record Text(long revision, String doc) {}

    ShelfInMemory(EntryForm<T> form) {
      this.form = form;
    }

    @Override
    public synchronized Optional<T> find(String id) {
      return Optional.ofNullable(texts.get(id)).map(text -> form.read().apply(text.doc()));
    }

    @Override
    public synchronized boolean put(T entry) {
      Text text = new Text(entry.revision(), form.write(entry));
      Text before = texts.get(entry.id());
      if (text.equals(before)) {
        return true;
      }
      boolean next = (before == null ? 0 : before.revision()) == entry.revision() - 1;
      if (next) {
        texts.put(entry.id(), text);
      }
      return next;
    }

    @Override
    public synchronized boolean remove(String id) {
      return texts.remove(id) != null;
    }

    @Override
    public List<T> list(@Nullable String after, int limit) {
      return some(_ -> true, after, limit);
    }

    synchronized List<T> some(Predicate<T> which, @Nullable String after, int limit) {
      return all(after).filter(which).limit(limit).toList();
    }

    private Stream<T> all(@Nullable String after) {
      return texts.tailMap(form.after(after), false).values().stream()
          .map(text -> form.read().apply(text.doc()));
    }
  }

  private static final class KeysInMemory extends ShelfInMemory<VirtualKey>
      implements Directory.Keys {
    KeysInMemory() {
      super(EntryForm.KEY);
    }

    @Override
    public synchronized boolean put(VirtualKey key) {
      String alias = key.alias();
      boolean taken =
          alias != null && findByAlias(alias).filter(one -> !one.id().equals(key.id())).isPresent();
      return !taken && super.put(key);
    }

    @Override
    public Optional<VirtualKey> findByAlias(String alias) {
      return some(key -> alias.equals(key.alias()), null, 1).stream().findFirst();
    }

    @Override
    public List<VirtualKey> ofUser(String userId, @Nullable String after, int limit) {
      return some(key -> userId.equals(key.userId()), after, limit);
    }

    @Override
    public List<VirtualKey> ofTeam(String teamId, @Nullable String after, int limit) {
      return some(key -> teamId.equals(key.teamId()), after, limit);
    }
  }
}
