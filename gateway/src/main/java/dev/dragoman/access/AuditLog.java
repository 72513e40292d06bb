package dev.dragoman.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The port to the record of what was changed by whom. A store that cannot be reached throws {@link
 * java.io.UncheckedIOException}.
 */
public interface AuditLog {
  /** Writes an entry; the same again changes nothing. */
  void write(Entry entry);

  /**
   * Entries from one instant up to another, the newest first.
   *
   * @param after the id of the last entry of the page before; null for the first page
   */
  List<Entry> list(Instant from, Instant until, @Nullable String after, int limit);

  /**
   * One change.
   *
   * @param id the request's id
   * @param actor who: {@code master}, or a user's id, or a key's name
   * @param action {@code created}, {@code updated}, {@code deleted}, {@code rotated}, {@code
   *     blocked}, {@code unblocked}
   * @param kind what: {@code key}, {@code user}, {@code team}, {@code budget}, {@code model},
   *     {@code config}
   * @param subject its id
   * @param before as JSON, without secrets; null if there was nothing
   * @param after as JSON, without secrets; null if there is nothing
   */
  record Entry(
      String id,
      Instant at,
      String actor,
      String action,
      String kind,
      String subject,
      @Nullable String before,
      @Nullable String after) {}
}
