package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Prices.Rates;
import dev.dragoman.provider.Prices.Tier;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Prices that were set over prices that are listed. */
class PricesTest {
  private static final Prices LISTED =
      Prices.read("in=10 out=20 read=1 write=12 think=30 search=7 above=1000 in=15 out=25 read=2");

  private static Prices set(Map<String, String> settings) {
    Map<String, RawJson> json =
        settings.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> RawJson.of(entry.getValue())));
    return PriceSettings.of(json).or(LISTED);
  }

  @Test
  void withNothingSetAllIsAsListed() {
    assertEquals(LISTED, set(Map.of()));
  }

  @Test
  void aPriceOfInputIsOneOfCachedInputAndOfAllLengths() {
    Prices prices = set(Map.of("input_cost_per_token", "5e-15"));
    assertEquals(new Rates(5L, 20L, null, null, null, 30L), prices.base());
    assertEquals(List.of(new Tier(1000, rates(null, 25L, null))), prices.tiers());
    assertEquals(new Rates(5L, 25L, 5L, 5L, 5L, 30L), prices.at(1_001).charged());
  }

  @Test
  void aPriceOfCachedInputSaysNothingOfInput() {
    Prices prices = set(Map.of("cache_read_input_token_cost", "3e-15"));
    assertEquals(new Rates(10L, 20L, 3L, 12L, null, 30L), prices.base());
    assertEquals(rates(15L, 25L, 3L), withoutWrites(prices.at(1_001)));
  }

  @Test
  void aTierThatWasSetStandsInThePlaceOfAllThatAreListed() {
    Prices prices = set(Map.of("input_cost_per_token_above_128k_tokens", "5e-15"));
    assertEquals(LISTED.base(), prices.base());
    assertEquals(10, prices.at(128_000).input());
    assertEquals(5, prices.at(128_001).input());
    assertEquals(25, prices.at(128_001).output());
  }

  @Test
  void tiersOfTheSameLengthAreOne() {
    Prices prices =
        Prices.read("above=1000 in=5").or(Prices.read("in=1 out=2 above=1000 in=3 out=4"));
    assertEquals(Prices.read("in=1 out=2 above=1000 in=5 out=4"), prices);
  }

  @Test
  void whatIsNoPriceIsAsIfItWereNotSet() {
    assertEquals(
        LISTED,
        set(
            Map.of(
                "input_cost_per_token", "-1",
                "output_cost_per_token", "1e9",
                "search_context_cost_per_query", "99999")));
  }

  @Test
  void theGatewaysSearchHasThePriceOfItsService() {
    Map<String, RawJson> tavily = Map.of("search_provider", RawJson.of("\"tavily\""));
    assertEquals(8_000_000_000_000L, PriceSettings.service(tavily));
    assertEquals(0, PriceSettings.service(Map.of("search_provider", RawJson.of("\"searxng\""))));
    assertEquals(
        5,
        PriceSettings.service(
            Map.of(
                "search_provider", RawJson.of("\"tavily\""),
                "search_cost_per_query", RawJson.of("5e-15"))));
    assertNull(PriceSettings.service(Map.of()));
  }

  @Test
  void aModelThatSearchesItselfHasItsProvidersPriceAllTheSame() {
    Map<String, RawJson> tavily = Map.of("search_provider", RawJson.of("\"tavily\""));
    ModelCatalogue catalogue = new ModelCatalogue();
    Deployment gpt = Deployment.of("m", "openai", "gpt-5").withDefaults(tavily);
    assertEquals(10_000_000_000_000L, catalogue.of(gpt).prices().search());
    Deployment claude =
        Deployment.of("m", "bedrock", "anthropic.claude-opus-4-5-20251101-v1:0")
            .withDefaults(tavily);
    assertEquals(8_000_000_000_000L, catalogue.of(claude).prices().search());
  }

  private static Rates rates(@Nullable Long in, Long out, @Nullable Long read) {
    return new Rates(in, out, read, null, null, null);
  }

  private static Rates withoutWrites(Rates rates) {
    return new Rates(rates.input(), rates.output(), rates.cacheRead(), null, null, null);
  }
}
