package dev.dragoman.exchange;

import dev.dragoman.access.Allowances;
import dev.dragoman.access.Caller;
import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Accounts.Draw;
import dev.dragoman.ledger.Accounts.Outcome;
import dev.dragoman.ledger.Accounts.Standing;
import dev.dragoman.ledger.Ceiling;
import dev.dragoman.ledger.Hold;
import dev.dragoman.messages.ApiError;
import dev.dragoman.provider.Note;
import dev.dragoman.provider.Prices;
import dev.dragoman.upstream.Cancellation;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one request may use of its accounts. Before a deployment is asked, the most that it may cost
 * is drawn. What is not there is cut from the output; where only other requests' reservations hold
 * it, it is waited for; where it has been used, the request is refused.
 */
final class Spending {
  private static final Logger LOG = System.getLogger("dev.dragoman");

  /** An answer of fewer tokens is not worth beginning: the budget of one is really spent. */
  private static final long LEAST_OUTPUT = 256;

  /** With room for so many an answer is begun; with less it waits a little for others to end. */
  private static final long EASY_OUTPUT = 8_192;

  /** How long it waits for that. */
  private static final Duration EASE = Duration.ofSeconds(3);

  /** How long it waits for what others have reserved, in all. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LAST_PAUSE = Duration.ofMillis(320);

  private final String requestId;
  private final Caller caller;
  private final Accounts accounts;
  private final List<Account> limits;
  private final boolean open;
  private final boolean money;
  private final InstantSource clock;
  private final Cancellation cancellation;
  private List<Standing> standings = List.of();
  private boolean drawn;
  private long held;

  /**
   * The spending of a request.
   *
   * @param open whether it goes on where the accounts cannot be reached
   */
  Spending(
      String requestId,
      Caller caller,
      Accounts accounts,
      List<Account> limits,
      boolean open,
      InstantSource clock,
      Cancellation cancellation) {
    this.requestId = requestId;
    this.caller = caller;
    this.accounts = accounts;
    this.limits = limits;
    this.open = open;
    this.money = limits.stream().anyMatch(Spending::isBudget);
    this.clock = clock;
    this.cancellation = cancellation;
  }

  /** An account that is kept for a notice alone refuses nothing, and needs no prices. */
  private static boolean isBudget(Account limit) {
    return limit.measure() == Measure.COST && limit.limit() < Allowances.UNLIMITED;
  }

  /** There is not enough, and nothing has been drawn that had not been before. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ApiError error;

    Refused(ApiError error) {
      super(error.message());
      this.error = error;
    }

    ApiError error() {
      return error;
    }
  }

  /**
   * What an attempt may need.
   *
   * @param before what earlier attempts cost, in nano-dollars
   * @param input tokens, at most
   * @param output tokens, at most
   * @param searches of the provider's, at most
   */
  record Need(Prices prices, long before, long input, long output, long searches) {
    private long cost(long tokens) {
      Ceiling most = Ceiling.of(prices, input, Math.min(tokens, output), searches);
      return Math.addExact(before, Objects.requireNonNull(most.nanos(), "no prices"));
    }

    private long affords(long nanos) {
      Long most = Ceiling.affordable(prices, input, searches, nanos - before);
      return Math.min(output, Objects.requireNonNull(most, "no prices"));
    }
  }

  /** Whether anything limits the request; if not, nothing is drawn and nothing written for it. */
  boolean limited() {
    return !limits.isEmpty();
  }

  /** Whether some of the limits are of money, so that the model must have prices. */
  boolean ofMoney() {
    return money;
  }

  /** Whether anything is drawn. */
  boolean drawn() {
    return drawn;
  }

  /** What is to be said of a soft budget. */
  Optional<Note> notice() {
    return Optional.ofNullable(SoftBudgets.passed(standings, caller));
  }

  /** Where the accounts stood when they were last drawn from. */
  List<Standing> standings() {
    return standings;
  }

  /**
   * Draws for an attempt; what was drawn for one before it counts.
   *
   * @param keep writes down what is about to be drawn, before it is
   * @return the output tokens that it was enough for: no more than are needed
   * @throws Refused if there is not enough: {@code billing_error} where it has been used, {@code
   *     rate_limit_error} where only other requests that are under way hold it
   */
  long draw(Need need, Consumer<Hold> keep) {
    long amount = money ? need.cost(need.output()) : 0;
    long started = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    Hold kept = null;
    while (!drawn || amount > held) {
      Hold hold = hold(amount, need);
      // While it waits for the same again, that stands written already.
      Consumer<Hold> keepChanged = hold.equals(kept) ? _ -> {} : keep;
      kept = hold;
      switch (drawn(hold, need, keepChanged)) {
        case Outcome.Drawn all -> {
          standings = all.standings();
          drawn = true;
          held = amount;
        }
        case Outcome.Refused refused -> {
          Duration waited = Duration.ofNanos(System.nanoTime() - started);
          long less = less(refused.standing(), need, waited);
          if (less == 0) {
            if (waited.compareTo(LONGEST) > 0 || cancellation.pause(pause)) {
              throw new Refused(LimitErrors.busy(refused.standing().account()));
            }
            pause = pause.compareTo(LAST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
          } else {
            amount = less;
          }
        }
      }
    }
    return money ? need.affords(held) : need.output();
  }

  private Outcome drawn(Hold hold, Need need, Consumer<Hold> keep) {
    try {
      keep.accept(hold);
      return accounts.draw(requestId, draws(hold.estimate(), need));
    } catch (UncheckedIOException e) {
      LOG.log(Level.ERROR, "nothing could be drawn for request " + requestId, e);
      if (open) {
        return new Outcome.Drawn(List.of());
      }
      throw new Refused(LimitErrors.unreadable());
    }
  }

  /**
   * A smaller amount to draw, which an account that did not have more seems to have; 0 to wait.
   *
   * @throws Refused if waiting is of no use
   */
  private long less(Standing standing, Need need, Duration waited) {
    Account account = standing.account();
    switch (account.measure()) {
      case REQUESTS, TOKENS -> throw new Refused(LimitErrors.rate(account, clock.instant()));
      case PARALLEL -> {
        return 0;
      }
      case COST -> {}
    }
    long least = need.cost(LEAST_OUTPUT);
    if (!standing.bears(least)) {
      throw new Refused(LimitErrors.spent(standing, least, clock.instant()));
    }
    long free = standing.left() + held;
    boolean all = standing.reserved() == held;
    boolean easy = free >= need.cost(EASY_OUTPUT) || waited.compareTo(EASE) > 0;
    return free >= least && (all || easy) ? free : 0;
  }

  private Hold hold(long amount, Need need) {
    return new Hold(
        amount,
        limits.stream()
            .map(limit ->
                new Hold.Part(
                    limit.id(), limit.window().id(), limit.measure(), of(limit, amount, need)))
            .toList());
  }

  /** All of them at first; for more, those of money. */
  private List<Draw> draws(long amount, Need need) {
    return drawn
        ? limits.stream()
            .filter(limit -> limit.measure() == Measure.COST)
            .map(limit -> new Draw(limit, amount, held))
            .toList()
        : limits.stream().map(limit -> new Draw(limit, of(limit, amount, need))).toList();
  }

  private static long of(Account limit, long amount, Need need) {
    return switch (limit.measure()) {
      case COST -> amount;
      case TOKENS -> need.input();
      case REQUESTS, PARALLEL -> 1;
    };
  }
}
