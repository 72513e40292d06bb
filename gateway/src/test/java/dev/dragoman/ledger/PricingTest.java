package dev.dragoman.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dragoman.json.RawJson;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Prices;
import dev.dragoman.provider.Prices.Rates;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose prices a record is reckoned at. */
class PricingTest {
  private static final Usage USAGE = Usage.reported(1_000, 100);

  private static Deployment own(String provider, String model) {
    return Deployment.of("m", provider, model)
        .withDefaults(
            Map.of(
                "input_cost_per_token", RawJson.of("0.000001"),
                "output_cost_per_token", RawJson.of("0.00001")));
  }

  private static @Nullable Long cost(@Nullable Deployment there, UsageRecord record) {
    return new Pricing(new ModelCatalogue(), id -> there).of(record).provider();
  }

  private static UsageRecord record(String provider, String model) {
    return record(State.COMPLETED, USAGE, provider, model, null);
  }

  private static UsageRecord record(
      State state, Usage usage, String provider, String model, @Nullable Hold hold) {
    UsageRecord open = UsageRecord.open("r", Payer.NOBODY, "m", CostCase.START);
    return new UsageRecord(
        open.id(),
        open.payer(),
        "m",
        model,
        provider,
        "d",
        state,
        usage,
        open.start(),
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        new Cost(null, List.of(), 77L),
        hold,
        null);
  }

  @Test
  void aDeploymentsOwnPricesGoFirst() {
    assertEquals(2_000_000, cost(own("openai", "gpt-4o"), record("openai", "gpt-4o")));
  }

  @Test
  void whatThereIsNoDeploymentOfAnyMoreHasTheCataloguesPrices() {
    assertEquals(3_500_000, cost(null, record("openai", "gpt-4o")));
  }

  @Test
  void aDeploymentThatHasBecomeAnotherModelsSaysNothingOfThisOne() {
    assertEquals(3_500_000, cost(own("openai", "gpt-5"), record("openai", "gpt-4o")));
    assertEquals(3_500_000, cost(own("groq", "gpt-4o"), record("openai", "gpt-4o")));
  }

  @Test
  void whatWasServedByAnotherIdHasThePricesOfItsModelIfTheyAgree() {
    Deployment plain = Deployment.of("m", "openai", "gpt-4o");
    Deployment other = own("openai", "gpt-5");
    assertEquals(2_000_000, costOf(List.of(other, own("openai", "gpt-4o"))));
    assertEquals(2_000_000, costOf(List.of(own("openai", "gpt-4o"), own("openai", "gpt-4o"))));
    assertNull(costOf(List.of(plain, own("openai", "gpt-4o"))));
    assertEquals(3_500_000, costOf(List.of(plain, other)));
    assertEquals(3_500_000, costOf(List.of(other)));
  }

  private static @Nullable Long costOf(List<Deployment> there) {
    return new Pricing(new ModelCatalogue(), there).of(record("openai", "gpt-4o")).provider();
  }

  @Test
  void whatHasNoPriceIsUnknownAndNamed() {
    Cost cost =
        new Pricing(new ModelCatalogue(), id -> null).of(record("openai", "unheard-of"), null);
    assertEquals(new Cost(null, List.of("unheard-of input", "unheard-of output"), null), cost);
    assertNull(cost.total());
  }

  @Test
  void pricesOfAWildcardAreThoseOfAnyModel() {
    assertEquals(2_000_000, cost(own("openai", "*"), record("openai", "gpt-4o")));
  }

  @Test
  void theFormOfTheApiIsNoPartOfTheModel() {
    assertEquals(2_000_000, cost(own("openai", "responses/gpt-4o"), record("openai", "gpt-4o")));
  }

  @Test
  void runningTheGatewayIsSaidBesideIt() {
    UsageRecord record = record("openai", "gpt-4o");
    Pricing pricing = new Pricing(new ModelCatalogue(), id -> null);
    assertEquals(new Cost(3_500_000L, List.of(), 77L), pricing.of(record));
    assertEquals(new Cost(3_500_000L, List.of(), 5L), pricing.of(record, 5L));
    assertEquals(new Cost(3_500_000L, List.of(), null), pricing.of(record, null));
  }

  @Test
  void aRequestThatNobodySettledCostsWhatWasHeldForIt() {
    Hold hold = new Hold(123L, List.of());
    assertEquals(
        123L, cost(null, record(State.ABANDONED, Usage.MISSING, "openai", "gpt-4o", hold)));
    assertNull(cost(null, record(State.ABANDONED, Usage.MISSING, "openai", "gpt-4o", null)));
  }

  @Test
  void whatTheClientLeftBeforeAnybodyCountedIsUnknown() {
    assertNull(cost(null, record(State.CANCELLED, Usage.MISSING, "openai", "gpt-4o", null)));
  }

  @Test
  void countsOfWhichAPartIsMissingAreUnknown() {
    Usage part = USAGE.plus(Usage.MISSING);
    assertNull(cost(null, record(State.FAILED, part, "openai", "gpt-4o", null)));
  }

  @Test
  void inputOrOutputAloneIsNoCost() {
    Usage half = new Usage(Usage.Origin.REPORTED, 10L, null, null, null, null, null, null);
    assertNull(Pricing.cost(half, new ModelCatalogue().find("openai", "gpt-4o").prices()));
    assertNull(Pricing.input(Usage.MISSING));
    assertEquals(
        10, Pricing.input(new Usage(Usage.Origin.REPORTED, 1L, null, 2L, 3L, 4L, null, null)));
  }

  @Test
  void thinkingIsNeverMoreThanTheOutput() {
    Prices prices =
        new Prices(new Rates(0L, 1_000_000L, null, null, null, 2_000_000L), null, List.of());
    Usage usage = new Usage(Usage.Origin.REPORTED, 0L, 10L, null, null, null, 50L, null);
    assertEquals(20, Pricing.cost(usage, prices));
  }

  @Test
  void sumsAreExactHoweverLarge() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      Femtos sum = new Femtos();
      BigInteger exact = BigInteger.ZERO;
      for (int j = 0; j < 5; j++) {
        long count = random.nextLong(1L << (1 + random.nextInt(53)));
        long price = random.nextLong(1L << (1 + random.nextInt(62)));
        sum.add(count, price);
        exact = exact.add(BigInteger.valueOf(count).multiply(BigInteger.valueOf(price)));
      }
      BigInteger[] parts = exact.divideAndRemainder(BigInteger.valueOf(Femtos.NANO));
      int half = parts[1].compareTo(BigInteger.valueOf(Femtos.NANO / 2));
      boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
      BigInteger nanos = up ? parts[0].add(BigInteger.ONE) : parts[0];
      assertEquals(nanos.bitLength() > 63 ? null : (Long) nanos.longValueExact(), sum.nanos());
    }
  }
}
