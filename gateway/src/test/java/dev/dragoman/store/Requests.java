package dev.dragoman.store;

import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Hold;
import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of requests that hold something, and of those that have ended. */
public final class Requests {
  private Requests() {}

  /** What a request holds of one budget. */
  public static Hold hold(long estimate) {
    return new Hold(
        estimate,
        List.of(
            new Hold.Part("key/ab12/cost", "2026-03-01T00:00:00Z", Measure.COST, estimate),
            new Hold.Part("key/ab12/requests", "2026-03-01T12:00:00Z", Measure.REQUESTS, 1)));
  }

  /** An open record, its usage the estimate that its hold was made by. */
  public static UsageRecord open(
      String id, Instant start, @Nullable Hold hold, @Nullable Instant until) {
    return of(
        id,
        Payer.ofKey("ab12"),
        State.OPEN,
        hold == null ? Usage.MISSING : Usage.estimated(1_000, 32_000),
        start,
        Cost.UNKNOWN,
        hold,
        until);
  }

  /** What becomes of an open record that was answered at this cost. */
  public static UsageRecord completed(UsageRecord open, long cost) {
    return of(
        open.id(),
        open.payer(),
        State.COMPLETED,
        Usage.reported(1_000, 300),
        open.start(),
        new Cost(cost, List.of(), null),
        open.hold(),
        open.until());
  }

  /** A record that held nothing and is done with. */
  public static UsageRecord completed(String id, Payer payer, Instant start) {
    return of(
        id,
        payer,
        State.COMPLETED,
        Usage.reported(1, 2),
        start,
        new Cost(7L, List.of(), null),
        null,
        null);
  }

  private static UsageRecord of(
      String id,
      Payer payer,
      State state,
      Usage usage,
      Instant start,
      Cost cost,
      @Nullable Hold hold,
      @Nullable Instant until) {
    boolean open = state == State.OPEN;
    return new UsageRecord(
        id,
        payer,
        "claude-sonnet-4-5",
        "gpt-5",
        "azure",
        "d-1",
        state,
        usage,
        start,
        null,
        open ? null : start.plusSeconds(7),
        open ? null : 200,
        null,
        List.of(),
        List.of(),
        cost,
        hold,
        until);
  }
}
