package dev.dragoman.exchange;

import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Accounts.Standing;
import dev.dragoman.ledger.Dollars;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What a client is told that has reached a limit: which one, and when it may go on. */
final class LimitErrors {
  /** Other requests end within seconds. */
  private static final long SOON = 3;

  private LimitErrors() {}

  /** A budget is spent: there is no use in trying again before it begins anew. */
  static ApiError spent(Standing standing, long least, Instant now) {
    Account account = standing.account();
    Instant end = account.window().end();
    String message =
        "the budget of "
            + account.owner()
            + " is spent: "
            + Dollars.text(standing.used())
            + " of "
            + Dollars.text(account.limit())
            + " are used, and this request needs "
            + Dollars.text(least)
            + " at the least. "
            + (end == null
                ? "It does not reset by itself"
                : "It resets at " + end.truncatedTo(ChronoUnit.SECONDS))
            + "; whoever runs this gateway can raise it.";
    return ApiError.of(ErrorType.BILLING, message).retryAfter(until(end, now)).retry(false);
  }

  /** A limit of requests or tokens a minute is reached. */
  static ApiError rate(Account account, Instant now) {
    String what = account.measure() == Account.Measure.TOKENS ? "tokens" : "requests";
    return ApiError.of(
            ErrorType.RATE_LIMIT,
            account.owner() + " may use " + account.limit() + " " + what + " a minute")
        .retryAfter(until(account.window().end(), now));
  }

  /** Only requests that are under way stand in the way. */
  static ApiError busy(Account account) {
    String message =
        account.measure() == Account.Measure.PARALLEL
            ? account.owner() + " may have " + account.limit() + " requests under way at a time"
            : "what is left of the budget of "
                + account.owner()
                + " is reserved for other requests that are under way";
    return ApiError.of(ErrorType.RATE_LIMIT, message).retryAfter(SOON);
  }

  /** Nobody can say what is left. */
  static ApiError unreadable() {
    return ApiError.of(ErrorType.API, "the gateway cannot reach its accounts; try again")
        .withStatus(503)
        .retryAfter(SOON);
  }

  /** In whole seconds, one at least; null if there is no end. */
  private static @Nullable Long until(@Nullable Instant end, Instant now) {
    return end == null
        ? null
        : Long.valueOf(Math.max(1, Duration.between(now, end).plusMillis(999).toSeconds()));
  }
}
