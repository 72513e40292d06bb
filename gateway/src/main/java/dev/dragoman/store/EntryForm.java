package dev.dragoman.store;

import dev.dragoman.access.Budget;
import dev.dragoman.access.Directory;
import dev.dragoman.access.Entry;
import dev.dragoman.access.Team;
import dev.dragoman.access.User;
import dev.dragoman.access.VirtualKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How entries of one kind are stored.
 *
 * @param kind its name
 * @param ids whether a text can be an id
 * @param json writes an entry
 * @param read reads what {@code json} wrote
 */
record EntryForm<T extends Entry>(
    String kind, Predicate<String> ids, Function<T, String> json, Function<String, T> read) {
  static final EntryForm<VirtualKey> KEY =
      new EntryForm<>("key", Directory.HASH.asMatchPredicate(), KeyJson::write, KeyJson::read);
  static final EntryForm<User> USER =
      new EntryForm<>("user", Directory::isId, UserJson::write, UserJson::read);
  static final EntryForm<Team> TEAM =
      new EntryForm<>("team", Directory::isId, TeamJson::write, TeamJson::read);
  static final EntryForm<Budget> BUDGET =
      new EntryForm<>("budget", Directory::isId, BudgetJson::write, BudgetJson::read);

  /** DynamoDB takes items of 400 KB; what stands beside the document is small. */
  private static final int LARGEST = 300_000;

  /** The order of ids in all stores: that of their bytes, unsigned, and so of their code points. */
  static final Comparator<String> ORDER =
      Comparator.comparing(id -> id.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  /**
   * An entry as it is written.
   *
   * @throws IllegalArgumentException if it cannot be
   */
  String write(T entry) {
    String alias = entry instanceof VirtualKey key ? key.alias() : null;
    require(ids.test(entry.id()), "this can be no id");
    require(alias == null || Directory.isId(alias), "this can be no alias");
    require(entry.revision() > 0, "revisions begin at 1");
    String doc = json.apply(entry);
    boolean small = doc.getBytes(StandardCharsets.UTF_8).length <= LARGEST;
    require(small, "it is larger than " + LARGEST + " bytes");
    return doc;
  }

  /**
   * What the ids of a page are greater than.
   *
   * @throws IllegalArgumentException if {@code after} can be no id
   */
  String after(@Nullable String after) {
    if (after != null && !Directory.isId(after)) {
      throw new IllegalArgumentException(
          "a page of " + kind + "s cannot begin after what is no id");
    }
    return after == null ? "" : after;
  }

  private void require(boolean met, String otherwise) {
    if (!met) {
      throw new IllegalArgumentException("a " + kind + " cannot be stored: " + otherwise);
    }
  }
}
