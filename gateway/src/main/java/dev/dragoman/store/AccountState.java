package dev.dragoman.store;

import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Accounts.Draw;
import dev.dragoman.ledger.Accounts.Posting;
import dev.dragoman.ledger.Accounts.Standing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account in one window at one moment, and one reservation on it: what the rules of drawing are
 * stated on, wherever accounts are kept.
 *
 * @param reserved what all reservations hold
 * @param holds what this reservation holds; null for one that is not there
 */
record AccountState(long limit, long revision, long used, long reserved, @Nullable Long holds) {
  /** What a draw comes to. */
  enum Verdict {
    /** It was drawn before: by this very draw, or by a later one that drew more. */
    STANDS,
    DRAWS,
    REFUSED,
    /** The reservation is to grow and is not there any more. */
    ENDED
  }

  /** One that nobody drew from. */
  static AccountState untouched(Account account) {
    return new AccountState(account.limit(), account.revision(), 0, 0, null);
  }

  /** The same with the account's limit, if that is newer. */
  AccountState told(Account account) {
    return account.revision() > revision
        ? new AccountState(account.limit(), account.revision(), used, reserved, holds)
        : this;
  }

  /** What can be drawn. */
  long left() {
    return limit - used - reserved;
  }

  Verdict verdict(Draw draw) {
    if (holds == null && draw.held() > 0) {
      return Verdict.ENDED;
    }
    if (holds != null && stands(holds, draw)) {
      return Verdict.STANDS;
    }
    long more = draw.amount() - (holds == null ? 0 : holds);
    return more < 0 || left() >= more ? Verdict.DRAWS : Verdict.REFUSED;
  }

  private static boolean stands(long holds, Draw draw) {
    return holds == draw.amount() || (holds > draw.amount() && holds != draw.held());
  }

  /** The same where the reservation holds {@code amount}; null for where it is not there. */
  AccountState holding(@Nullable Long amount) {
    long before = holds == null ? 0 : holds;
    long after = amount == null ? 0 : amount;
    return new AccountState(limit, revision, used, reserved - before + after, amount);
  }

  /** Where {@code account} stands, under the limit that holds. */
  Standing standing(Account account) {
    AccountState told = told(account);
    Account limited =
        new Account(
            account.id(),
            account.owner(),
            account.measure(),
            account.window(),
            told.limit,
            told.revision);
    return new Standing(limited, used, reserved);
  }

  /** What a draw that was refused leaves of its reservation; null for nothing. */
  static @Nullable Long before(Draw draw) {
    return draw.held() == 0 ? null : Long.valueOf(draw.held());
  }

  static IllegalStateException ended(String reservation, Draw draw) {
    return new IllegalStateException(
        "reservation " + reservation + " holds nothing on " + draw.account().id() + " any more");
  }

  static void require(List<Draw> draws) {
    for (Draw draw : draws) {
      requirePositive(draw.amount());
      requirePositive(draw.held());
      requirePositive(draw.account().limit());
    }
    requireDistinct(
        draws.stream()
            .map(draw -> List.of(draw.account().id(), draw.account().window().id()))
            .toList());
  }

  static void requirePostings(List<Posting> postings) {
    postings.forEach(posting -> requirePositive(posting.used()));
    requireDistinct(postings.stream().map(p -> List.of(p.account(), p.window())).toList());
  }

  static void requirePositive(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("an amount is negative: " + amount);
    }
  }

  private static void requireDistinct(List<List<String>> accounts) {
    if (accounts.stream().distinct().count() < accounts.size()) {
      throw new IllegalArgumentException("an account is named twice: " + accounts);
    }
  }
}
