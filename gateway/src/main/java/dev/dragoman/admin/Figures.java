package dev.dragoman.admin;

import dev.dragoman.ledger.Dollars;
import dev.dragoman.ledger.Sums.Amounts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Figures as LiteLLM writes them, in dollars and tokens, and beside them how much of them is not
 * known. A spend of which nothing is known is null, never 0.
 */
final class Figures {
  private Figures() {}

  /** Dollars under that name; null if they are not known. */
  static void dollars(String name, @Nullable Long nanos, JsonGenerator out) {
    if (nanos == null) {
      out.writeNullProperty(name);
    } else {
      out.writeName(name);
      out.writeNumber(Dollars.of(nanos).toPlainString());
    }
  }

  /** What providers charge for these requests, as far as it is known; null if none of it is. */
  static @Nullable Long spend(Amounts amounts) {
    boolean unknown = amounts.unpriced() > 0 && amounts.unpriced() >= amounts.requests();
    return unknown && amounts.cost() == 0 ? null : Long.valueOf(amounts.cost());
  }

  /** Everything that went in, cached or not, as LiteLLM counts it. */
  static long prompt(Amounts amounts) {
    return amounts.input() + amounts.cacheRead() + amounts.cacheWrite();
  }

  static long tokens(Amounts amounts) {
    return prompt(amounts) + amounts.output();
  }

  /** LiteLLM's metrics, and how much is not known. */
  static void metrics(Amounts amounts, JsonGenerator out) {
    dollars("spend", spend(amounts), out);
    out.writeNumberProperty("prompt_tokens", prompt(amounts));
    out.writeNumberProperty("completion_tokens", amounts.output());
    out.writeNumberProperty("cache_read_input_tokens", amounts.cacheRead());
    out.writeNumberProperty("cache_creation_input_tokens", amounts.cacheWrite());
    out.writeNumberProperty("total_tokens", tokens(amounts));
    out.writeNumberProperty("api_requests", amounts.requests());
    out.writeNumberProperty("successful_requests", amounts.requests() - amounts.failed());
    out.writeNumberProperty("failed_requests", amounts.failed());
    out.writeNumberProperty("reasoning_tokens", amounts.thinking());
    out.writeNumberProperty("web_searches", amounts.searches());
    unknown(amounts, out);
  }

  /** The gateway's own cost, and how many requests the figures do not cover. */
  static void unknown(Amounts amounts, JsonGenerator out) {
    dollars("gateway_cost", amounts.gateway(), out);
    out.writeNumberProperty("unpriced_requests", amounts.unpriced());
    out.writeNumberProperty("unmetered_requests", amounts.unmetered());
    out.writeNumberProperty("estimated_requests", amounts.estimated());
  }

  /** A count, or null if it is not known. */
  static void count(String name, @Nullable Long count, JsonGenerator out) {
    if (count == null) {
      out.writeNullProperty(name);
    } else {
      out.writeNumberProperty(name, count);
    }
  }

  static void text(String name, @Nullable String text, JsonGenerator out) {
    if (text == null) {
      out.writeNullProperty(name);
    } else {
      out.writeStringProperty(name, text);
    }
  }
}
