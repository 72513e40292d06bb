package dev.dragoman.exchange;

import dev.dragoman.exchange.Preparation.Prepared;
import dev.dragoman.ledger.Ceiling;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.Tool;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Note;
import dev.dragoman.provider.Prices;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request for one deployment, and the most that it may use there.
 *
 * @param output tokens, at most: what is asked for, and no more than the model gives
 */
record Affordable(Prepared whole, Prices prices, long inputTokens, long output) {
  /** Where neither request nor model has a cap. */
  private static final long USUAL_OUTPUT = 32_000;

  /** As many as Claude Code allows. */
  private static final long MOST_SEARCHES = 8;

  static Affordable of(
      Prepared whole, Prices prices, long inputTokens, @Nullable Integer mostOfModel) {
    Integer asked = whole.request().maxTokens();
    long output = asked == null ? USUAL_OUTPUT : asked;
    return new Affordable(
        whole, prices, inputTokens, mostOfModel == null ? output : Math.min(output, mostOfModel));
  }

  /** What it is taken to have used if nobody says. */
  Usage usage() {
    return Usage.estimated(inputTokens, output);
  }

  /**
   * What is to be drawn for it.
   *
   * @param before what earlier attempts cost
   * @param money whether the model must have prices
   * @throws ApiException {@code invalid_request_error} if it must and has not
   */
  Spending.Need need(long before, boolean money) {
    List<String> missing = Ceiling.of(prices, 0, 0).missing();
    if (money && !missing.isEmpty()) {
      Deployment target = whole.target();
      throw ApiException.invalid(
          "model",
          target.modelName()
              + " ("
              + target.provider()
              + "/"
              + target.upstreamModel()
              + ") has no price, so it cannot be used within a budget: set "
              + String.join(" and ", missing)
              + " in its model_info");
    }
    long most = money ? TokenEstimate.AT_MOST.of(whole.request()) : inputTokens;
    return new Spending.Need(prices, before, most, output, searches());
  }

  /** Searches that the provider itself may make, where it charges for them. */
  private long searches() {
    if (prices.search() == null || whole.search() != null) {
      return 0;
    }
    for (Tool tool : whole.request().tools()) {
      if (tool instanceof Tool.Hosted hosted && hosted.name().equals("web_search")) {
        return MOST_SEARCHES;
      }
    }
    return 0;
  }

  /** The request with an output cap that is paid for, said where it is less than was asked for. */
  Prepared within(long paid) {
    if (paid >= output) {
      return whole;
    }
    int cap = Math.toIntExact(paid);
    List<Note> noted = new ArrayList<>(whole.noted());
    noted.add(new Note("max_tokens", "clamped to " + cap + ", for which the budget is enough"));
    return new Prepared(
        whole.target().capped(cap), whole.provider(), whole.request(), whole.search(), noted);
  }
}
