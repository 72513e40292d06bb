package dev.dragoman.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.Usage;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Prices;
import dev.dragoman.provider.Prices.Rates;
import dev.dragoman.provider.Prices.Tier;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The most that a request may cost, and what a budget bears. */
class CeilingTest {
  private static final ModelCatalogue CATALOGUE = new ModelCatalogue();
  private static final int ROUNDS = 20_000;

  private final Random random = new Random(20_261_125);

  @Test
  void inputIsTakenForTheDearestKind() {
    Prices sonnet = CATALOGUE.find("anthropic", "claude-sonnet-4-5").prices();
    // 10,000 x 6.00 (written for an hour) + 32,000 x 15.00
    assertEquals(540_000_000, Ceiling.of(sonnet, 10_000, 32_000).nanos());
    Prices gpt = CATALOGUE.find("openai", "gpt-4o").prices();
    assertEquals(25_000_000 + 10_000_000, Ceiling.of(gpt, 10_000, 1_000).nanos());
  }

  @Test
  void theDearestTierThatCanBeReachedCounts() {
    Prices gemini = CATALOGUE.find("gemini", "gemini-2.5-pro").prices();
    assertEquals(260_000_000, Ceiling.of(gemini, 200_000, 1_000).nanos());
    assertEquals(515_002_500, Ceiling.of(gemini, 200_001, 1_000).nanos());
  }

  @Test
  void searchesCountWhereThereMayBeSome() {
    Prices gpt = CATALOGUE.find("openai", "gpt-5").prices();
    assertEquals(1_250_000 + 50_000_000, Ceiling.of(gpt, 1_000, 0, 5).nanos());
    assertEquals(4, Ceiling.affordable(gpt, 1_000, 5, 51_290_000));
  }

  @Test
  void withoutAPriceThereIsNoneAndItSaysWhatToSet() {
    Prices none = Prices.UNKNOWN;
    assertEquals(
        new Ceiling(null, List.of("input_cost_per_token", "output_cost_per_token")),
        Ceiling.of(none, 1, 1));
    assertEquals(
        List.of("search_context_cost_per_query"),
        Ceiling.of(CATALOGUE.find("mistral", "mistral-large-latest").prices(), 1, 1, 1).missing());
    assertNull(Ceiling.affordable(none, 1, 1));
  }

  @Test
  void freeOutputIsBorneWithoutEndAndUnbornInputNotAtAll() {
    Prices free = new Prices(new Rates(2_000_000L, 0L, null, null, null, null), null, List.of());
    assertEquals(Long.MAX_VALUE, Ceiling.affordable(free, 10, 20));
    assertEquals(-1, Ceiling.affordable(free, 10, 19));
    Prices paid = new Prices(new Rates(2_000_000L, 9L, null, null, null, null), null, List.of());
    assertEquals(0, Ceiling.affordable(paid, 10, 20));
  }

  @Test
  void whatIsMoreThanCanBeCountedIsTheMost() {
    Prices dear =
        new Prices(
            new Rates(Long.MAX_VALUE, Long.MAX_VALUE, null, null, null, null), null, List.of());
    assertEquals(Long.MAX_VALUE, Ceiling.of(dear, 1L << 53, 1L << 53).nanos());
    assertEquals(-1, Ceiling.affordable(dear, 1L << 53, Long.MAX_VALUE));
  }

  @Test
  void anOutputThatIsBorneIsTheLargest() {
    for (int i = 0; i < ROUNDS; i++) {
      Prices prices = prices();
      long input = tokens();
      long nanos = random.nextLong(1L << (1 + random.nextInt(50)));
      long output = Objects.requireNonNull(Ceiling.affordable(prices, input, nanos));
      String round = i + ": " + prices + ", " + input + " in, " + nanos + " nanos: " + output;
      if (output < 0) {
        assertTrue(ceiling(prices, input, 0) > nanos, round);
      } else if (output < Long.MAX_VALUE) {
        assertTrue(ceiling(prices, input, output) <= nanos, round);
        assertTrue(ceiling(prices, input, output + 1) > nanos, round);
      } else {
        assertTrue(ceiling(prices, input, 1L << 53) <= nanos, round);
      }
    }
  }

  @Test
  void noUsageWithinTheTokensCostsMore() {
    int priced = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Prices prices = prices();
      long input = tokens();
      long output = tokens();
      Usage usage = within(input, output);
      Long cost = Pricing.cost(usage, prices);
      if (cost != null) {
        priced++;
        assertTrue(
            cost <= ceiling(prices, input, output),
            i + ": " + prices + ", " + usage + " costs " + cost);
      }
    }
    assertTrue(priced > ROUNDS / 2, () -> "too few had a price");
  }

  private static long ceiling(Prices prices, long input, long output) {
    return Objects.requireNonNull(Ceiling.of(prices, input, output).nanos());
  }

  private Usage within(long input, long output) {
    long all = random.nextLong(input + 1);
    long read = random.nextLong(all + 1);
    long brief = random.nextLong(all - read + 1);
    long hour = random.nextLong(all - read - brief + 1);
    long said = random.nextLong(output + 1);
    return new Usage(
        Usage.Origin.REPORTED,
        all - read - brief - hour,
        said,
        read,
        brief,
        hour,
        random.nextLong(said + 1),
        null);
  }

  private long tokens() {
    return random.nextLong(1L << (1 + random.nextInt(30)));
  }

  private Prices prices() {
    int above = 1 + random.nextInt(300_000);
    List<Tier> tiers =
        random.nextBoolean()
            ? List.of()
            : List.of(new Tier(above, rates(false)), new Tier(2 * above, rates(false)));
    return new Prices(rates(true), null, tiers);
  }

  private Rates rates(boolean whole) {
    return new Rates(
        whole ? price() : perhaps(),
        whole ? price() : perhaps(),
        perhaps(),
        perhaps(),
        perhaps(),
        perhaps());
  }

  private @Nullable Long perhaps() {
    return random.nextBoolean() ? price() : null;
  }

  /** From nothing to far more than anybody asks. */
  private Long price() {
    return random.nextInt(10) == 0 ? 0 : random.nextLong(1L << (1 + random.nextInt(40)));
  }
}
