package dev.dragoman.exchange;

import dev.dragoman.exchange.Preparation.Prepared;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Sees to it that each call that one request makes is paid for before it is made.
 *
 * @param inputTokens of the request, about
 */
record Payment(Preparation preparation, Spending spending, Course course, long inputTokens) {
  /**
   * An attempt's first call, with an output cap that is paid for.
   *
   * @throws Spending.Refused if there is not enough
   * @throws dev.dragoman.messages.ApiException if the model must have a price and has none
   */
  Prepared first(Prepared whole) {
    Affordable affordable = preparation.affordable(whole, inputTokens);
    course.most(affordable.usage());
    return paid(affordable, course.spent());
  }

  /**
   * A further call of the same attempt, which has used so much by now.
   *
   * @throws Spending.Refused if there is not enough
   */
  Prepared next(Prepared whole, Usage soFar) {
    return paid(preparation.affordable(whole, inputTokens), course.spent(soFar));
  }

  private Prepared paid(Affordable affordable, long before) {
    Prepared whole = affordable.whole();
    if (!spending.limited()) {
      return whole;
    }
    Spending.Need need = affordable.need(before, spending.ofMoney());
    return affordable.within(spending.draw(need, hold -> course.hold(whole.target(), hold)));
  }

  /** What is noted of an attempt at {@code target}; of a cap that was cut, only who cut it. */
  List<Note> notes(Prepared paid, Encoded encoded, Deployment target) {
    List<Note> notes = new ArrayList<>(paid.noted());
    boolean cut = !Objects.equals(paid.target().maxOutputTokens(), target.maxOutputTokens());
    encoded.notes().stream()
        .filter(note -> !cut || !note.field().equals("max_tokens"))
        .forEach(notes::add);
    spending.notice().ifPresent(notes::add);
    return notes;
  }
}
