package dev.dragoman.ledger;

import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends what a process that died left open. What it finds depends on the step that was the last:
 *
 * <pre>
 * opened, not all drawn   nobody was asked: settled as abandoned, with nothing used, and posted
 * drawn                   settled as abandoned, at the estimate, and posted
 * settled                 posted
 * posted                  posted again, which changes nothing
 * </pre>
 *
 * <p>Every step can be repeated and is, when a sweep dies. Many sweeps at once do what one does.
 */
public final class Sweep {
  private static final Logger LOG = System.getLogger("dev.dragoman");

  private static final int BATCH = 100;

  /**
   * For how long after its time an account tells whether something was drawn. Stores keep a window
   * for longer than that; a request that is found later still is taken for one that was answered.
   */
  private static final Duration TOLD = Duration.ofDays(7);

  private final UsageLedger ledger;
  private final Accounts accounts;
  private final Settlement settlement;

  public Sweep(UsageLedger ledger, Accounts accounts) {
    this.ledger = ledger;
    this.accounts = accounts;
    this.settlement = new Settlement(ledger, accounts);
  }

  /**
   * Ends everything that is overdue, and says of how many requests. One that cannot be ended stands
   * in the log and stops no other.
   *
   * @throws java.io.UncheckedIOException if the ledger cannot say what is overdue
   */
  public int run(Instant now) {
    int ended = 0;
    int before;
    List<UsageRecord> overdue;
    do {
      before = ended;
      overdue = ledger.overdue(now, BATCH);
      for (UsageRecord record : overdue) {
        ended += isEnded(record, now) ? 1 : 0;
      }
    } while (overdue.size() == BATCH && ended > before);
    return ended;
  }

  private boolean isEnded(UsageRecord record, Instant now) {
    try {
      end(record, now);
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "request " + record.id() + " cannot be ended yet", e);
      return false;
    }
  }

  private void end(UsageRecord record, Instant now) {
    if (record.state() != State.OPEN) {
      settlement.post(record);
      LOG.log(Level.WARNING, "{0} was settled and not posted; now it is", record.id());
    } else if (nobodyWasAsked(record, now)) {
      // Another sweep may have posted meanwhile, which looks the same: then this settles nothing.
      if (settlement.settle(unasked(record, now))) {
        LOG.log(Level.WARNING, "{0} ended before anybody was asked", record.id());
      }
    } else if (settlement.settle(asked(record, now))) {
      LOG.log(Level.WARNING, "{0} was abandoned; it counts as estimated", record.id());
    }
  }

  private boolean nobodyWasAsked(UsageRecord open, Instant now) {
    Hold hold = open.hold();
    Instant until = open.until();
    return hold != null
        && until != null
        && now.isBefore(until.plus(TOLD))
        && hold.parts().stream()
            .anyMatch(part -> !accounts.holds(open.id(), part.account(), part.window()));
  }

  /** Nothing was used, so nothing is held of any account. */
  private static UsageRecord unasked(UsageRecord open, Instant now) {
    Hold hold = open.hold();
    List<Hold.Part> parts = hold == null ? List.of() : hold.parts();
    Hold nothing =
        new Hold(
            0,
            parts.stream()
                .map(part -> new Hold.Part(part.account(), part.window(), part.measure(), 0))
                .toList());
    return abandoned(open, now, nothing, Usage.MISSING, "usage: none, nobody was asked");
  }

  private static UsageRecord asked(UsageRecord open, Instant now) {
    String note = "usage: what was estimated before the call, since nobody lived to say";
    return abandoned(open, now, open.hold(), open.usage(), note);
  }

  private static UsageRecord abandoned(
      UsageRecord open, Instant now, @Nullable Hold hold, Usage usage, String note) {
    List<String> notes = new ArrayList<>(open.notes());
    notes.add(note);
    return new UsageRecord(
        open.id(),
        open.payer(),
        open.modelAsked(),
        open.modelServed(),
        open.provider(),
        open.deployment(),
        State.ABANDONED,
        usage,
        open.start(),
        open.firstContent(),
        now,
        open.status(),
        "abandoned: the process that answered it ended",
        notes,
        open.replaced(),
        hold == null ? Cost.UNKNOWN : new Cost(hold.estimate(), List.of(), null),
        hold,
        open.until());
  }
}
