package dev.dragoman.ledger;

import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Prices;
import dev.dragoman.provider.Prices.Rates;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is added up of one request: the attempts it took, each at its prices. Rounded once. */
final class Bill {
  private final Femtos femtos = new Femtos();
  private final Set<String> unpriced = new LinkedHashSet<>();
  private boolean unknown;

  /**
   * Adds what {@code model} used. Of caches, thinking and searches nothing said is none; without
   * input or output the sum is unknown.
   */
  void add(String model, Usage usage, Prices prices) {
    Long all = Pricing.input(usage);
    Long output = usage.output();
    unknown |= all == null || output == null || usage.origin() == Usage.Origin.MISSING;
    Rates own = prices.at(all == null ? 0 : all);
    Rates rates = own.charged();
    // What has no price of its own is missed under the name of what it would be charged as.
    String hour = own.cacheWrite() == null ? "input" : "cache write 1h";
    charge(model, "input", usage.input(), rates.input());
    charge(model, "input", usage.cacheRead(), rates.cacheRead());
    charge(model, "input", usage.cacheWrite5m(), rates.cacheWrite());
    charge(model, hour, usage.cacheWrite1h(), rates.cacheWriteHour());
    if (output != null) {
      long thinking = usage.thinking() == null ? 0 : Math.min(usage.thinking(), output);
      charge(model, "output", output - thinking, rates.output());
      charge(model, "output", thinking, rates.reasoning());
    }
    charge(model, "search", usage.searches(), prices.search());
  }

  private void charge(String model, String kind, @Nullable Long count, @Nullable Long price) {
    if (count == null || count == 0) {
      return;
    }
    if (count < 0) {
      unknown = true;
    } else if (price == null) {
      unpriced.add(model + " " + kind);
    } else {
      femtos.add(count, price);
    }
  }

  /** Nobody knows the rest. */
  void unknown() {
    unknown = true;
  }

  /** The sum in nano-dollars; null if it is not known, or is more than can be counted. */
  @Nullable Long nanos() {
    return unknown || !unpriced.isEmpty() ? null : femtos.nanos();
  }

  /** What was used and has no price: {@code MODEL input} ..., each once. */
  List<String> unpriced() {
    return List.copyOf(unpriced);
  }
}
