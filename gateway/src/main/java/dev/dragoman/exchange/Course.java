package dev.dragoman.exchange;

import dev.dragoman.access.Caller;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How one request went: what its ledger record and its line in the log are made of. */
final class Course {
  private static final Logger LOG = System.getLogger("dev.dragoman");

  private final String requestId;
  private final Caller caller;
  private final MessagesRequest request;
  private final Deployment target;
  private final Notes notes = new Notes();
  private final InstantSource clock;
  private final Instant start;
  private final LedgerEntry entry;
  private @Nullable Instant firstContent;

  Course(
      String requestId,
      Caller caller,
      MessagesRequest request,
      Deployment target,
      List<Note> noted,
      UsageLedger ledger,
      InstantSource clock) {
    this.requestId = requestId;
    this.caller = caller;
    this.request = request;
    this.target = target;
    this.clock = clock;
    this.start = clock.instant();
    noted.forEach(note -> notes.add(note.field(), note.what()));
    entry = LedgerEntry.open(ledger, record(State.OPEN, Usage.MISSING, null, null, null));
  }

  Notes notes() {
    return notes;
  }

  /** Passes events on and keeps the time of the first content. */
  Consumer<StreamEvent> watching(Consumer<StreamEvent> next) {
    return event -> {
      if (firstContent == null && isContent(event)) {
        firstContent = clock.instant();
      }
      next.accept(event);
    };
  }

  private static boolean isContent(StreamEvent event) {
    return event instanceof StreamEvent.BlockStart
        || (event instanceof StreamEvent.Passed passed
            && passed.name().equals("content_block_start"));
  }

  void completed(Usage usage) {
    settle(State.COMPLETED, usage, 200, null);
  }

  void failed(ApiError error, Usage usage) {
    settle(State.FAILED, usage, error.status(), error.type().json() + ": " + error.message());
  }

  /** The client left: what had been used by then was used. */
  void cancelled(Usage usage) {
    settle(State.CANCELLED, usage, 200, null);
  }

  private void settle(State state, Usage usage, int status, @Nullable String error) {
    UsageRecord record = record(state, usage, clock.instant(), status, error);
    entry.settle(record);
    LOG.log(state == State.FAILED ? Level.WARNING : Level.INFO, () -> line(record));
  }

  private UsageRecord record(
      State state,
      Usage usage,
      @Nullable Instant end,
      @Nullable Integer status,
      @Nullable String error) {
    return new UsageRecord(
        requestId,
        caller.keyHash(),
        request.model(),
        target.upstreamModel(),
        target.provider(),
        target.id(),
        state,
        usage,
        start,
        firstContent,
        end,
        status,
        error,
        notes.list().stream().map(Note::toString).toList());
  }

  private static String line(UsageRecord record) {
    StringBuilder line =
        new StringBuilder(record.id())
            .append(' ')
            .append(record.modelAsked())
            .append(" -> ")
            .append(record.provider())
            .append('/')
            .append(record.modelServed())
            .append(' ')
            .append(record.state())
            .append(' ');
    tokens(record.usage(), line);
    if (record.end() != null) {
      line.append(' ').append(record.end().toEpochMilli() - record.start().toEpochMilli());
      line.append(" ms");
    }
    if (record.error() != null) {
      line.append(' ').append(record.error());
    }
    if (!record.notes().isEmpty()) {
      line.append(" [").append(String.join("; ", record.notes())).append(']');
    }
    return line.toString();
  }

  private static void tokens(Usage usage, StringBuilder line) {
    if (usage.origin() == Usage.Origin.MISSING) {
      line.append("usage unknown");
      return;
    }
    line.append(known(usage.input())).append(" in ");
    line.append(known(usage.output())).append(" out");
    if (usage.cacheRead() != null) {
      line.append(' ').append(usage.cacheRead()).append(" cached");
    }
    line.append(" (").append(usage.origin()).append(')');
  }

  private static String known(@Nullable Long tokens) {
    return tokens == null ? "unknown" : tokens.toString();
  }
}
