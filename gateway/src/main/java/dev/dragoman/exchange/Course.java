package dev.dragoman.exchange;

import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Hold;
import dev.dragoman.ledger.Payer;
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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How one request went: what its ledger record and its line in the log are made of. */
final class Course {
  private static final Logger LOG = System.getLogger("dev.dragoman");

  /** How long after its deadline a request may need to be settled. */
  private static final Duration SETTLING = Duration.ofMinutes(1);

  private final String requestId;
  private final Payer payer;
  private final MessagesRequest request;
  private final Books books;
  private final Instant until;
  private final InstantSource clock;
  private final Instant start;
  private final List<UsageRecord.Attempt> replaced = new ArrayList<>();
  private UsageRecord.@Nullable Attempt failed;
  private @Nullable LedgerEntry entry;
  private volatile @Nullable Deployment target;
  private volatile Notes notes = new Notes();
  private Instant asked;
  private @Nullable Instant firstContent;
  private Usage most = Usage.MISSING;
  private @Nullable Hold hold;
  private @Nullable UsageRecord settled;
  private LongSupplier sent = () -> 0;

  /**
   * The course of a request.
   *
   * @param deadline when its answer must have ended
   */
  Course(
      String requestId,
      Payer payer,
      MessagesRequest request,
      Books books,
      InstantSource clock,
      Instant deadline) {
    this.requestId = requestId;
    this.payer = payer;
    this.request = request;
    this.books = books;
    this.clock = clock;
    this.start = clock.instant();
    this.until = deadline.plus(SETTLING);
    this.asked = start;
  }

  /** How many bytes the client was sent can be learnt there. */
  void sending(LongSupplier bytes) {
    sent = bytes;
  }

  /** The most that the request may use now: what it is taken to have used if nobody settles it. */
  void most(Usage estimate) {
    most = estimate;
  }

  /** That much is about to be drawn for an attempt at {@code next}; it is written down first. */
  void hold(Deployment next, Hold drawn) {
    target = next;
    hold = drawn;
    UsageRecord record = record(next, State.OPEN, most, null, null, null);
    if (entry == null) {
      entry = LedgerEntry.hold(books, record);
    } else {
      entry.change(record);
    }
  }

  /** Nothing was drawn, and nobody is asked. */
  void discard() {
    Deployment of = target;
    if (entry != null && of != null) {
      entry.discard(record(of, State.OPEN, most, null, null, null));
      entry = null;
    }
  }

  /** What the attempts that failed so far cost, in nano-dollars, as far as that is known. */
  long spent() {
    UsageRecord.Attempt last = failed;
    return last == null && replaced.isEmpty()
        ? 0
        : spent(last == null ? Usage.MISSING : last.usage());
  }

  /** The same, with an attempt under way that has used so much. */
  long spent(Usage soFar) {
    Deployment of = target;
    if (of == null) {
      return 0;
    }
    Long known = books.cost().of(record(of, State.FAILED, soFar, null, null, null), 0).provider();
    return known == null ? 0 : known;
  }

  /** The record that was settled; null before. */
  @Nullable UsageRecord settled() {
    return settled;
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
      entry = LedgerEntry.open(books, record(next, State.OPEN, most, null, null, null));
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
    UsageRecord unpriced = record(of, state, usage, clock.instant(), status, error);
    UsageRecord record = unpriced.at(books.cost().of(unpriced, sent.getAsLong()));
    settled = record;
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
        payer,
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
        hold,
        until);
  }

  private static String text(ApiError error) {
    return error.type().json() + ": " + error.message();
  }
}
