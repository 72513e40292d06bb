package dev.dragoman.store;

import dev.dragoman.access.AuditLog;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The places of a page of the audit log and of those behind it.
 *
 * @param from the first, which is the oldest
 * @param until what is behind the last
 */
record AuditSpan(String from, String until) {
  private static final Pattern PLACE = Pattern.compile("[0-9]{12}\\.[0-9]{9}/[0-9a-f]{32}");

  /**
   * Those from one instant up to another, and older than the place {@code after}.
   *
   * @throws IllegalArgumentException if {@code after} is no place
   */
  static AuditSpan of(Instant from, Instant until, @Nullable String after) {
    if (after != null && !PLACE.matcher(after).matches()) {
      throw new IllegalArgumentException("not a place in the audit log");
    }
    String end = AuditLog.Entry.place(until);
    String last = after != null && after.compareTo(end) < 0 ? after : end;
    return new AuditSpan(AuditLog.Entry.place(from), last);
  }

  boolean isEmpty() {
    return from.compareTo(until) >= 0;
  }
}
