package dev.dragoman.ledger;

import dev.dragoman.messages.Usage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's item of one request: written open before the call, settled once after it.
 *
 * @param id the request id that the client sees
 * @param keyHash SHA-256 of the caller's key, in hex; null where keys are not asked for
 * @param modelAsked the name the client asked for
 * @param modelServed the model as the provider knows it
 * @param provider the provider that served it
 * @param deployment the id of the deployment that served it
 * @param state where the request stands
 * @param usage tokens by kind, and where the figures came from
 * @param start when the request was admitted
 * @param firstContent when the first content arrived; null if none did
 * @param end when the answer ended; null while open
 * @param status the HTTP status the client saw; null while open
 * @param error the Anthropic error type and message, where it failed
 * @param notes what was translated, left out or clamped
 * @param replaced attempts before the one that this record is of, which another replaced
 */
public record UsageRecord(
    String id,
    @Nullable String keyHash,
    String modelAsked,
    @Nullable String modelServed,
    @Nullable String provider,
    @Nullable String deployment,
    State state,
    Usage usage,
    Instant start,
    @Nullable Instant firstContent,
    @Nullable Instant end,
    @Nullable Integer status,
    @Nullable String error,
    List<String> notes,
    List<Attempt> replaced) {

  /**
   * An attempt whose answer the client never saw.
   *
   * @param deployment the id of the deployment that was asked
   * @param error the Anthropic error type and message
   * @param usage what it may have used all the same
   */
  public record Attempt(String deployment, String error, Usage usage) {}

  /** Where a request stands. */
  public enum State {
    /** Under way, or its process died. */
    OPEN,
    /** Answered whole. */
    COMPLETED,
    /** Refused, or broken off by a fault. */
    FAILED,
    /** The client left before the end. */
    CANCELLED
  }

  public UsageRecord {
    notes = List.copyOf(notes);
    replaced = List.copyOf(replaced);
  }

  /** A request that was admitted at {@code start} and has not been answered. */
  public static UsageRecord open(
      String id, @Nullable String keyHash, String modelAsked, Instant start) {
    return new UsageRecord(
        id,
        keyHash,
        modelAsked,
        null,
        null,
        null,
        State.OPEN,
        Usage.MISSING,
        start,
        null,
        null,
        null,
        null,
        List.of(),
        List.of());
  }
}
