package dev.dragoman.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time that a limit holds for. What was used counts within one; the next begins at nothing, by
 * its id alone: nobody resets anything.
 *
 * @param id the same for all who look within it: its start in ISO-8601, a slash and its length, as
 *     {@code 2026-11-01T00:00:00Z/1mo}; or {@code always}
 * @param end when the next begins; null for never
 */
public record Window(String id, @Nullable Instant end) {
  /** Without end. */
  public static final Window ALWAYS = new Window("always", null);

  /** When it began; null if it always was. */
  public @Nullable Instant start() {
    return equals(ALWAYS) ? null : Instant.parse(id.substring(0, id.indexOf('/')));
  }
}
