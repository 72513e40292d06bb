package dev.dragoman.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Prices;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a request costs. */
final class CostTest {
  /** One dollar for a million tokens of input. */
  private static final long DOLLAR = 1_000_000_000L;

  private static final Prices PRICES =
      new Prices(
          new Prices.Rates(DOLLAR, 10 * DOLLAR, DOLLAR / 10, null, null, null),
          null,
          List.of(
              new Prices.Tier(1_000, new Prices.Rates(2 * DOLLAR, null, null, null, null, null))));

  @Test
  void eachKindHasItsPriceAndTheRestThatOfInput() {
    Usage usage = new Usage(Usage.Origin.REPORTED, 100L, 10L, 200L, 300L, null, 4L, null);
    assertEquals("$0.000520", Cost.of(usage, PRICES).toString());
  }

  @Test
  void aLongRequestIsPricedByItsTierCachedOrNot() {
    Usage usage = new Usage(Usage.Origin.REPORTED, 100L, 0L, 1_000L, null, null, null, null);
    assertEquals("$0.000300", Cost.of(usage, PRICES).toString());
  }

  @Test
  void whatHasNoPriceOrNoCountIsUnknown() {
    assertEquals("unknown", Cost.of(Usage.MISSING, PRICES).toString());
    assertEquals("unknown", Cost.of(Usage.reported(1, 1), Prices.UNKNOWN).toString());
    assertEquals("unknown", Cost.of(Usage.reported(1, 1).withSearches(1), PRICES).toString());
  }

  @Test
  void aSumSaysWhatItLacks() {
    Cost sum = Cost.of(Usage.estimated(1_000, 0), PRICES).plus(Cost.UNKNOWN);
    assertEquals("~$0.001000 + unknown", sum.toString());
    assertEquals("~$0.001000 and an unknown sum for 1 of them", Table.total(sum));
  }

  @Test
  void whatIsTooLittleToShowIsNot0() {
    assertEquals("<$0.000001", new Cost(5, false, 0).toString());
    assertEquals("$0.000000", Cost.NONE.toString());
  }
}
