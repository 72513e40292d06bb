package dev.dragoman.ledger;

import dev.dragoman.ledger.Accounts.Posting;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The end of a request, as far as money goes: its record is settled, then its accounts are told,
 * then the ledger hears that they were. Whatever of it a process does not live to do, the {@link
 * Sweep} does.
 */
public final class Settlement {
  private final UsageLedger ledger;
  private final Accounts accounts;

  public Settlement(UsageLedger ledger, Accounts accounts) {
    this.ledger = ledger;
    this.accounts = accounts;
  }

  /**
   * Settles a request and ends what was drawn for it. False if its record was settled before, as by
   * a sweep that took its process for dead: then that record stands, and its figures are what the
   * accounts have.
   */
  public boolean settle(UsageRecord record) {
    boolean first = ledger.settle(record);
    if (first) {
      post(record);
    } else {
      // What was drawn after the other had posted is freed by posting again.
      ledger.find(record.id()).ifPresent(this::post);
    }
    return first;
  }

  /** Ends what was drawn for a request whose record is settled. */
  void post(UsageRecord settled) {
    if (settled.hold() != null) {
      accounts.post(settled.id(), postings(settled));
      ledger.posted(settled.id());
    }
  }

  /** Ends what was drawn for a request that nobody was asked for, and forgets the request. */
  public void undo(UsageRecord open) {
    Hold hold = open.hold();
    if (hold != null) {
      accounts.post(open.id(), hold.parts().stream().map(part -> posting(part, 0)).toList());
    }
    ledger.discard(open.id());
  }

  /**
   * What a settled record comes to on each of the accounts that it held something of.
   *
   * <ul>
   *   <li>Nano-dollars: what the provider charges; where that is not known, the estimate for a
   *       request that was abandoned, and else nothing. What running the gateway costs is no part
   *       of a budget: no estimate has it.
   *   <li>Tokens: all of them, in and out, cached or not; where they are not known, what was held
   *       for a request that was abandoned, and else nothing.
   *   <li>Requests: as many as were held.
   *   <li>Requests at a time: none.
   * </ul>
   */
  public static List<Posting> postings(UsageRecord settled) {
    Hold hold = settled.hold();
    return hold == null
        ? List.of()
        : hold.parts().stream().map(part -> posting(part, used(part, hold, settled))).toList();
  }

  private static Posting posting(Hold.Part part, long used) {
    return new Posting(part.account(), part.window(), used, part.amount());
  }

  private static long used(Hold.Part part, Hold hold, UsageRecord settled) {
    boolean abandoned = settled.state() == State.ABANDONED;
    return switch (part.measure()) {
      case COST -> known(settled.cost().provider(), abandoned ? hold.estimate() : 0);
      case TOKENS -> known(tokens(settled.usage()), abandoned ? part.amount() : 0);
      case REQUESTS -> part.amount();
      case PARALLEL -> 0;
    };
  }

  private static long known(@Nullable Long figure, long otherwise) {
    return figure == null ? otherwise : figure;
  }

  /** Null if nobody states any. */
  private static @Nullable Long tokens(Usage usage) {
    return Stream.of(
            usage.input(),
            usage.output(),
            usage.cacheRead(),
            usage.cacheWrite5m(),
            usage.cacheWrite1h())
        .filter(Objects::nonNull)
        .reduce(Long::sum)
        .orElse(null);
  }
}
