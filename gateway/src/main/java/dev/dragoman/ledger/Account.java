package dev.dragoman.ledger;

/**
 * A counter with a limit, within one window: a key's budget of this month, a team's requests of
 * this minute.
 *
 * @param id whose it is and what of, without the window: {@code key/HASH/cost}, {@code
 *     team/ID/requests}, {@code key/HASH/model/NAME/cost}, {@code session/ID/cost}, {@code
 *     all/cost}
 * @param owner for a person to read: {@code key sk-...abcd}, {@code team red}
 * @param limit in units of the measure
 * @param revision of the record that sets the limit: who knows a later one has the newer limit
 */
public record Account(
    String id, String owner, Measure measure, Window window, long limit, long revision) {
  /** What is counted. */
  public enum Measure {
    /** Nano-dollars. */
    COST,
    /** Requests. */
    REQUESTS,
    /** Tokens, in and out, cached or not. */
    TOKENS,
    /** Requests at a time: what is given back is not used up. */
    PARALLEL
  }
}
