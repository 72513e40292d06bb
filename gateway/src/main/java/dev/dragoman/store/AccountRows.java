package dev.dragoman.store;

import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Accounts.Draw;
import dev.dragoman.ledger.Accounts.Outcome;
import dev.dragoman.ledger.Accounts.Posting;
import dev.dragoman.ledger.Accounts.Standing;
import dev.dragoman.store.AccountState.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accounts and reservations that nobody else reads or changes during a call, and what a call does
 * to them.
 *
 * @param <E> what reading and writing them throws
 */
interface AccountRows<E extends Exception> {
  /** An account and a reservation on it; null for one that was never told of. */
  @Nullable AccountState find(String account, String window, String reservation) throws E;

  /** Makes an account that nobody was told of, or gives it this limit. */
  void tell(Account account) throws E;

  /** What a reservation holds; null to end it. */
  void reserve(String account, String window, String reservation, @Nullable Long amount) throws E;

  /** What was used. */
  void use(String account, String window, long used) throws E;

  default Outcome draw(String reservation, List<Draw> draws) throws E {
    List<AccountState> states = new ArrayList<>();
    Outcome.@Nullable Refused refused = null;
    for (Draw draw : draws) {
      AccountState state = told(draw.account(), reservation);
      states.add(state);
      switch (state.verdict(draw)) {
        case ENDED -> throw AccountState.ended(reservation, draw);
        case REFUSED -> {
          Standing standing = state.standing(draw.account());
          refused = refused == null ? new Outcome.Refused(standing, draw.amount()) : refused;
        }
        case STANDS, DRAWS -> {}
      }
    }
    if (refused != null) {
      giveBack(reservation, draws, states);
      return refused;
    }
    return new Outcome.Drawn(take(reservation, draws, states));
  }

  private AccountState told(Account account, String reservation) throws E {
    AccountState found = find(account.id(), account.window().id(), reservation);
    if (found == null || found.revision() < account.revision()) {
      tell(account);
    }
    return (found == null ? AccountState.untouched(account) : found).told(account);
  }

  private List<Standing> take(String reservation, List<Draw> draws, List<AccountState> states)
      throws E {
    List<Standing> standings = new ArrayList<>();
    for (int i = 0; i < draws.size(); i++) {
      Draw draw = draws.get(i);
      AccountState state = states.get(i);
      if (state.verdict(draw) == Verdict.DRAWS) {
        reserve(draw.account().id(), draw.account().window().id(), reservation, draw.amount());
        state = state.holding(draw.amount());
      }
      standings.add(state.standing(draw.account()));
    }
    return standings;
  }

  /** What an earlier try of the same draw had drawn. */
  private void giveBack(String reservation, List<Draw> draws, List<AccountState> states) throws E {
    for (int i = 0; i < draws.size(); i++) {
      Draw draw = draws.get(i);
      Long holds = states.get(i).holds();
      if (holds != null && holds == draw.amount() && holds != draw.held()) {
        Account account = draw.account();
        reserve(account.id(), account.window().id(), reservation, AccountState.before(draw));
      }
    }
  }

  default void post(String reservation, List<Posting> postings) throws E {
    for (Posting posting : postings) {
      AccountState found = find(posting.account(), posting.window(), reservation);
      if (found != null && found.holds() != null) {
        reserve(posting.account(), posting.window(), reservation, null);
        use(posting.account(), posting.window(), found.used() + posting.used());
      }
    }
  }

  default void set(Account account, long used) throws E {
    AccountState unused = told(account, "");
    if (unused.used() != used) {
      use(account.id(), account.window().id(), used);
    }
  }
}
