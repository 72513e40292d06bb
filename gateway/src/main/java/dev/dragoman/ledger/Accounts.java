package dev.dragoman.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The port to the accounts that limits are counted in. Every call can be repeated, also after an
 * answer that was lost, and then changes nothing more. A store that cannot be reached throws {@link
 * java.io.UncheckedIOException}.
 *
 * <p>What was drawn for a reservation counts against the limit until it is posted: {@code used +
 * reserved <= limit} holds after every draw, whoever else draws at the same time.
 *
 * <p>Of the limits that are told with an account the one of the latest revision holds. A draw tells
 * it, refused or not, and so does {@link #set}.
 */
public interface Accounts {
  /**
   * Draws for a reservation from all of these accounts, or from none. After a refusal it holds on
   * each of them what {@code held} says. After an exception it may hold either: draw again, or post
   * that nothing was used.
   *
   * @param reservation the request's id
   * @param draws each of another account
   * @throws IllegalStateException if {@code held} is more than 0 and the reservation has ended
   *     there
   */
  Outcome draw(String reservation, List<Draw> draws);

  /**
   * Ends a reservation on these accounts: what it had drawn is free again, what was used counts. An
   * account on which it has nothing reserved (any more) stays as it is.
   */
  void post(String reservation, List<Posting> postings);

  /** Where an account stands. One that nobody drew from has used nothing. */
  Standing standing(Account account);

  /** Whether a reservation has something drawn there, be it 0, that was not posted. */
  boolean holds(String reservation, String account, String window);

  /** Makes {@code used} what was used of an account in its window; reservations stay. */
  void set(Account account, long used);

  /**
   * What to draw.
   *
   * @param amount to be reserved in all, by this draw and by those before it
   * @param held what the reservation holds there already; 0 for a first draw. If it holds more than
   *     both it has been drawn for since, and nothing changes
   */
  record Draw(Account account, long amount, long held) {
    public Draw(Account account, long amount) {
      this(account, amount, 0);
    }
  }

  /**
   * What was used in the end of an account, which is named by its id and its window's.
   *
   * @param held what the reservation is likely to hold there, which saves a reading; null if that
   *     is not known. Another amount than it does hold is no fault
   */
  record Posting(String account, String window, long used, @Nullable Long held) {
    public Posting(String account, String window, long used) {
      this(account, window, used, null);
    }
  }

  /** What came of a draw. */
  sealed interface Outcome {
    /** All was drawn; where the accounts stand now, in the order of the draws. */
    record Drawn(List<Standing> standings) implements Outcome {}

    /** Nothing was drawn, because this account does not have it. */
    record Refused(Standing standing, long asked) implements Outcome {}
  }

  /**
   * Where an account stands.
   *
   * @param used what was posted in its window; can exceed the limit
   * @param reserved what is drawn and not posted
   */
  record Standing(Account account, long used, long reserved) {
    /** What can be drawn now. */
    public long left() {
      return account.limit() - used - reserved;
    }

    /** Whether {@code amount} could be drawn if nothing were reserved. */
    public boolean bears(long amount) {
      return account.limit() - used >= amount;
    }
  }
}
