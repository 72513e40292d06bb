package dev.dragoman.exchange;

import dev.dragoman.access.Caller;
import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Note;
import dev.dragoman.provider.Notes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How one request went: what its ledger record and its line in the log are made of. */
final class Course {
  private static final Logger LOG = System.getLogger("dev.dragoman");

  private final String requestId;
  private final Caller caller;
  private final MessagesRequest request;
  private final UsageLedger ledger;
  private final InstantSource clock;
  private final Instant start;
  private final List<UsageRecord.Attempt> replaced = new ArrayList<>();
  private UsageRecord.@Nullable Attempt failed;
  private @Nullable LedgerEntry entry;
  private volatile @Nullable Deployment target;
  private volatile Notes notes = new Notes();
  private Instant asked;
  private @Nullable Instant firstContent;

  Course(
      String requestId,
      Caller caller,
      MessagesRequest request,
      UsageLedger ledger,
      InstantSource clock) {
    this.requestId = requestId;
    this.caller = caller;
    this.request = request;
    this.ledger = ledger;
    this.clock = clock;
    this.start = clock.instant();
    this.asked = start;
  }

  /** A deployment is asked now; the record is opened beside the first call. */
  void attempt(Deployment next, List<Note> noted) {
    UsageRecord.Attempt before = failed;
    if (before != null) {
      replaced.add(before);
      failed = null;
      LOG.log(
          Level.WARNING,
          "{0} {1} failed at {2}, {3} is asked: {4}",
          requestId,
          request.model(),
          before.deployment(),
          next.id(),
          before.error());
    }
    Notes fresh = new Notes();
    noted.forEach(note -> fresh.add(note.field(), note.what()));
    notes = fresh;
    target = next;
    asked = clock.instant();
    firstContent = null;
    if (entry == null) {
      entry = LedgerEntry.open(ledger, record(next, State.OPEN, Usage.MISSING, null, null, null));
    }
  }

  /** What of the request has not reached the deployment that is asked now. */
  Notes notes() {
    return notes;
  }

  /** The deployment that is asked now; null before any was. */
  @Nullable Deployment target() {
    return target;
  }

  /** Passes events on and keeps the time of the first content, of which {@code began} is told. */
  Consumer<StreamEvent> watching(Consumer<StreamEvent> next, Consumer<Duration> began) {
    return event -> {
      if (firstContent == null && ClientAnswer.isContent(event)) {
        Instant now = clock.instant();
        firstContent = now;
        began.accept(Duration.between(asked, now));
      }
      next.accept(event);
    };
  }

  /** The attempt under way failed, and may be replaced by another. */
  void attemptFailed(Deployment of, ApiError error, Usage usage) {
    failed =
        new UsageRecord.Attempt(of.id(), of.provider(), of.upstreamModel(), text(error), usage);
  }

  void completed(Usage usage) {
    settle(State.COMPLETED, usage, 200, null);
  }

  void failed(ApiError error, Usage usage) {
    settle(State.FAILED, usage, error.status(), text(error));
  }

  /** All attempts failed; the record is of the last. */
  void failed(ApiError error) {
    UsageRecord.Attempt last = failed;
    failed(error, last == null ? Usage.MISSING : last.usage());
  }

  /** The client left: what had been used by then was used. */
  void cancelled(Usage usage) {
    settle(State.CANCELLED, usage, 200, null);
  }

  /** The same between two attempts. */
  void cancelled() {
    UsageRecord.Attempt last = failed;
    cancelled(last == null ? Usage.MISSING : last.usage());
  }

  private void settle(State state, Usage usage, int status, @Nullable String error) {
    LedgerEntry opened = entry;
    Deployment of = target;
    if (opened == null || of == null) {
      LOG.log(Level.INFO, "{0} {1} asked nobody: {2}", requestId, request.model(), error);
      return;
    }
    UsageRecord record = record(of, state, usage, clock.instant(), status, error);
    opened.settle(record);
    LOG.log(state == State.FAILED ? Level.WARNING : Level.INFO, () -> CourseLine.of(record));
  }

  private UsageRecord record(
      Deployment of,
      State state,
      Usage usage,
      @Nullable Instant end,
      @Nullable Integer status,
      @Nullable String error) {
    return new UsageRecord(
        requestId,
        Payer.ofKey(caller.keyHash()),
        request.model(),
        of.upstreamModel(),
        of.provider(),
        of.id(),
        state,
        usage,
        start,
        firstContent,
        end,
        status,
        error,
        notes.list().stream().map(Note::toString).toList(),
        replaced,
        Cost.UNKNOWN,
        null,
        null);
  }

  private static String text(ApiError error) {
    return error.type().json() + ": " + error.message();
  }
}
