package dev.dragoman.admin;

import dev.dragoman.access.Directory;
import dev.dragoman.access.Directory.Shelf;
import dev.dragoman.access.Entry;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds and changes entries of the directory, as others do at the same time. */
final class Entries {
  private static final int ATTEMPTS = 8;
  private static final int PAGE = 200;

  private Entries() {}

  /** An entry as it was before a change and as it is after. */
  record Change<T>(T before, T after) {}

  /** What gives the entries after an id. */
  @FunctionalInterface
  interface Pages<T> {
    List<T> page(@Nullable String after, int limit);
  }

  /** The entry with an id; empty for a text that can be none. */
  static <T extends Entry> Optional<T> look(Shelf<T> shelf, String id) {
    return Directory.isId(id) ? shelf.find(id) : Optional.empty();
  }

  /**
   * The entry with an id.
   *
   * @throws ApiException {@code not_found_error}
   */
  static <T extends Entry> T find(Shelf<T> shelf, String kind, String id) {
    return look(shelf, id).orElseThrow(() -> missing(kind, id));
  }

  static ApiException missing(String kind, String id) {
    return ApiError.of(ErrorType.NOT_FOUND, "there is no " + kind + " " + id).toException();
  }

  /** Something is there already. */
  static ApiException taken(String what) {
    return ApiError.invalid(what).withStatus(409).toException();
  }

  /**
   * Changes the entry with an id into what {@code edit} makes of it, which has the next revision.
   *
   * @throws ApiException {@code not_found_error}, or 409 if others change it all the time
   */
  static <T extends Entry> Change<T> change(
      Shelf<T> shelf, String kind, String id, UnaryOperator<T> edit) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      T before = find(shelf, kind, id);
      T after = edit.apply(before);
      if (shelf.put(after)) {
        return new Change<>(before, after);
      }
    }
    throw taken(kind + " " + id + " is being changed by others: nothing was changed, try again");
  }

  /** All entries of all pages. */
  static <T extends Entry> List<T> all(Pages<T> pages) {
    List<T> all = new ArrayList<>();
    List<T> page;
    do {
      page = pages.page(all.isEmpty() ? null : all.getLast().id(), PAGE);
      all.addAll(page);
    } while (page.size() == PAGE);
    return all;
  }

  /** When a change of now was made, told apart from the one before. */
  static Instant updated(Entry before, Instant now) {
    Instant next = before.updated().plusMillis(1);
    return before.revision() == 0 || now.isAfter(next) ? now : next;
  }
}
