package dev.dragoman.access;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The port to where keys, users, teams and budgets are kept. A store that cannot be reached throws
 * {@link java.io.UncheckedIOException}; then it is not known whether a write was applied, and it
 * can be repeated.
 */
public interface Directory {
  Shelf<VirtualKey> keys();

  Shelf<User> users();

  Shelf<Team> teams();

  Shelf<Budget> budgets();

  /** All entries of one kind. */
  interface Shelf<T extends Entry> {
    /** What was written last, whoever wrote it. */
    Optional<T> find(String id);

    /**
     * Writes an entry over the one of the revision before, or where there is none if its revision
     * is 1. False if that is not what is there: someone else has written since. The same entry
     * again is no change and true.
     */
    boolean put(T entry);

    /** Removes an entry; false if there was none. */
    boolean remove(String id);

    /**
     * Entries in the order of their ids.
     *
     * @param after the last id of the page before; null for the first page
     */
    List<T> list(@Nullable String after, int limit);
  }
}
