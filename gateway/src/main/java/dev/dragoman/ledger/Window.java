package dev.dragoman.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time that a limit holds for. What was used counts within one; the next begins at nothing, by
 * its id alone: nobody resets anything.
 *
 * @param id the same for all who look within it: its start in ISO-8601, or {@code always}
 * @param end when the next begins; null for never
 */
public record Window(String id, @Nullable Instant end) {
  /** Without end. */
  public static final Window ALWAYS = new Window("always", null);
}
