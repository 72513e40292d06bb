package dev.dragoman.ledger;

import java.util.List;

/**
 * What is reserved for a request that is under way. It is written with the open record, before
 * anything is drawn, so that whatever was drawn can be found when the request's process dies.
 *
 * <p>A hold that replaces another is of the same accounts. Nobody is asked for an answer before all
 * of them have what it says; so if one of them has nothing, nobody was asked.
 *
 * @param estimate the most that it may cost, in nano-dollars; what it is taken to have cost if
 *     nobody settles it
 * @param parts what is drawn, and from where
 */
public record Hold(long estimate, List<Part> parts) {
  public Hold {
    parts = List.copyOf(parts);
  }

  /** What is drawn from one account, which is named by its id and its window's. */
  public record Part(String account, String window, Account.Measure measure, long amount) {}
}
