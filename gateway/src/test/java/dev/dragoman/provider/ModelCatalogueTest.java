package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.json.RawJson;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCatalogueTest {
  private final ModelCatalogue catalogue = new ModelCatalogue();

  private static Deployment set(String provider, String model, Map<String, RawJson> settings) {
    return Deployment.of("m", provider, model).withDefaults(settings);
  }

  @Test
  void aModelHasItsWindowItsAbilitiesAndItsPrices() {
    ModelFacts facts = catalogue.find("openai", "gpt-4o");
    assertEquals(128_000, facts.contextWindow());
    assertFalse(facts.lacksImages());
    assertEquals(2_500_000_000L, facts.prices().base().input());
    assertEquals(10_000_000_000L, facts.prices().base().output());
    assertEquals(1_250_000_000L, facts.prices().base().cacheRead());
    assertNull(facts.prices().base().cacheWrite());
  }

  @Test
  void longRequestsCostWhatTheirTierSays() {
    Prices prices = catalogue.find("gemini", "gemini-2.5-pro").prices();
    assertEquals(1_250_000_000L, prices.at(200_000).input());
    assertEquals(2_500_000_000L, prices.at(200_001).input());
  }

  @ParameterizedTest
  @CsvSource({
    "bedrock, global.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "bedrock, apac.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "bedrock, us-east-9/anthropic.claude-sonnet-4-5-20250929-v1:0",
    "vertex_ai, claude-sonnet-4-5@20250929",
    "vertex_ai, gemini-2.5-pro",
    "azure, us/gpt-4o",
    "azure, openai/gpt-4o",
    "azure, azure/gpt-4o",
    "azure, gpt-5-codex",
    "anthropic, claude-sonnet-4-5"
  })
  void aModelIsFoundUnderItsRegionItsVersionAndItsMaker(String provider, String model) {
    ModelFacts facts = catalogue.find(provider, model);
    assertNotEquals(ModelFacts.UNKNOWN, facts);
    assertNotEquals(Prices.UNKNOWN, facts.prices());
  }

  @Test
  void aResellersModelHasItsMakersAbilitiesAndNotItsPrices() {
    ModelFacts facts = catalogue.find("openrouter", "openai/gpt-4o");
    assertEquals(128_000, facts.contextWindow());
    assertEquals(Prices.UNKNOWN, facts.prices());
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-5, openai, gpt-5",
    "openai/gpt-5:online, openai, gpt-5",
    "anthropic/claude-sonnet-4.5, anthropic, claude-sonnet-4-5",
    "google/gemini-2.5-pro, gemini, gemini-2.5-pro",
    "x-ai/grok-4.20, xai, grok-4.20",
    "deepseek/deepseek-chat:free, deepseek, deepseek-chat"
  })
  void aResellersModelIsFoundUnderItsMakersName(String sold, String maker, String model) {
    ModelFacts facts = catalogue.find("openrouter", sold);
    assertNotEquals(ModelFacts.UNKNOWN, facts);
    assertEquals(catalogue.find(maker, model).abilities(), facts.abilities());
    assertEquals(Prices.UNKNOWN, facts.prices());
  }

  @Test
  void whatNoTableListsIsNotKnown() {
    assertEquals(ModelFacts.UNKNOWN, catalogue.find("nobody", "nothing"));
    assertEquals(ModelFacts.UNKNOWN, catalogue.find("../openai", "gpt-4o"));
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5, minimal, true",
    "gpt-5, none, false",
    "gpt-5-pro, low, false",
    "gpt-5-pro, medium, false",
    "gpt-5-pro, high, true",
    "gpt-5-pro, xhigh, false",
    "gpt-5.2-pro, low, false",
    "gpt-5.2-pro, minimal, false",
    "gpt-5.2-pro, xhigh, true",
    "gpt-5.4, none, true",
    "gpt-5.4, minimal, false",
    "gpt-4o, high, false"
  })
  void efforts(String model, String effort, boolean taken) {
    assertEquals(taken, catalogue.find("openai", model).takesEffort(effort));
  }

  @Test
  void aDeploymentsOwnPricesGoBeforeAndAreExact() {
    Prices prices =
        catalogue
            .of(
                set(
                    "openai",
                    "gpt-5.4",
                    Map.of(
                        "input_cost_per_token", RawJson.of("0.0000001"),
                        "cache_read_input_token_cost", RawJson.of("3.59375E-8"),
                        "output_cost_per_token", RawJson.of("0"))))
            .prices();
    assertEquals(100_000_000L, prices.at(1).input());
    assertEquals(100_000_000L, prices.at(1_000_000).input());
    assertEquals(35_937_500L, prices.at(1).cacheRead());
    assertEquals(0L, prices.at(1).output());
    assertNull(prices.at(1).cacheWrite());
  }

  @Test
  void aDeploymentSaysWhatItsModelCan() {
    Deployment blind = set("openai", "gpt-4o", Map.of("supports_vision", RawJson.of("false")));
    assertTrue(catalogue.of(blind).lacksImages());
    assertFalse(catalogue.of(blind).lacksTools());
    Deployment own = set("nobody", "mine", Map.of("supports_vision", RawJson.of("false")));
    assertTrue(catalogue.of(own).lacksImages());
    assertFalse(catalogue.of(own).lacksTools());
    Deployment thinks = set("nobody", "mine", Map.of("supports_reasoning", RawJson.of("true")));
    assertFalse(catalogue.of(thinks).lacksTools());
  }
}
