package dev.dragoman.access;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The port to where keys, users, teams and budgets are kept. A store that cannot be reached throws
 * {@link java.io.UncheckedIOException}; then it is not known whether a write was applied, and it
 * can be repeated.
 */
public interface Directory {
  /** The longest id, in bytes of UTF-8: as long as DynamoDB's sort keys. */
  int LONGEST_ID = 1024;

  /** The id of a key: SHA-256 in hex, so that a key itself is never taken for one. */
  Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  Keys keys();

  Shelf<User> users();

  Shelf<Team> teams();

  Shelf<Budget> budgets();

  /**
   * Whether a text can be the id of a user, team or budget, or the alias of a key: 1 to {@value
   * #LONGEST_ID} bytes as UTF-8, without control characters or half a surrogate pair.
   */
  static boolean isId(String text) {
    return !text.isEmpty()
        && text.codePoints()
            .noneMatch(
                c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)
        && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_ID;
  }

  /** All entries of one kind. */
  interface Shelf<T extends Entry> {
    /** What was written last, whoever wrote it. */
    Optional<T> find(String id);

    /**
     * Writes an entry over the one of the revision before, or where there is none if its revision
     * is 1. False if that is not what is there: someone else has written since. The same entry
     * again is no change and true.
     *
     * @throws IllegalArgumentException if its id is none, or it is larger than 300,000 bytes
     */
    boolean put(T entry);

    /** Removes an entry; false if there was none. Of two who remove it at once, both may have. */
    boolean remove(String id);

    /**
     * Entries in the order of their ids: by the bytes of UTF-8.
     *
     * @param after the last id of the page before; null for the first page
     * @throws IllegalArgumentException if {@code after} can be no id
     */
    List<T> list(@Nullable String after, int limit);
  }

  /**
   * All keys. Each is under the SHA-256 of the key, in hex; of two with one alias there can be only
   * one.
   */
  interface Keys extends Shelf<VirtualKey> {
    /** {@inheritDoc} False, too, while another key has its alias. */
    @Override
    boolean put(VirtualKey key);

    /** The key with this alias. */
    Optional<VirtualKey> findByAlias(String alias);

    /** Those of a user, in the order of their ids; paged as {@link #list}. */
    List<VirtualKey> ofUser(String userId, @Nullable String after, int limit);

    /** Those for a team, likewise. */
    List<VirtualKey> ofTeam(String teamId, @Nullable String after, int limit);
  }
}
