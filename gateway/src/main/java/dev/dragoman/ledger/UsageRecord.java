package dev.dragoman.ledger;

import dev.dragoman.messages.Usage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's item of one request: written open before the call, settled once after it.
 *
 * @param id the request id that the client sees
 * @param payer who it was for
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
 * @param cost what it cost; {@link Cost#UNKNOWN} while open
 * @param hold what is, or was, reserved for it; null if nothing was
 * @param until when a request must have been done with: after that its process has died. Null for
 *     one that nobody looks for
 */
public record UsageRecord(
    String id,
    Payer payer,
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
    List<Attempt> replaced,
    Cost cost,
    @Nullable Hold hold,
    @Nullable Instant until) {

  /**
   * An attempt whose answer the client never saw.
   *
   * @param deployment the id of the deployment that was asked
   * @param provider its provider; null in records of before this was kept
   * @param model the model as the provider knows it; null likewise
   * @param error the Anthropic error type and message
   * @param usage what it may have used all the same
   */
  public record Attempt(
      String deployment,
      @Nullable String provider,
      @Nullable String model,
      String error,
      Usage usage) {}

  /** Where a request stands. */
  public enum State {
    /** Under way, or its process died. */
    OPEN,
    /** Answered whole. */
    COMPLETED,
    /** Refused, or broken off by a fault. */
    FAILED,
    /** The client left before the end. */
    CANCELLED,
    /** Nobody settled it in time: its process died. What it used is an estimate. */
    ABANDONED
  }

  public UsageRecord {
    notes = List.copyOf(notes);
    replaced = List.copyOf(replaced);
  }

  /** A request that was admitted at {@code start} and has not been answered. */
  public static UsageRecord open(String id, Payer payer, String modelAsked, Instant start) {
    return new UsageRecord(
        id,
        payer,
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
        List.of(),
        Cost.UNKNOWN,
        null,
        null);
  }

  /** The same at this cost. */
  public UsageRecord at(Cost priced) {
    return new UsageRecord(
        id,
        payer,
        modelAsked,
        modelServed,
        provider,
        deployment,
        state,
        usage,
        start,
        firstContent,
        end,
        status,
        error,
        notes,
        replaced,
        priced,
        hold,
        until);
  }
}
