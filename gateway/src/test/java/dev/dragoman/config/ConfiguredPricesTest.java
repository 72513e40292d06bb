package dev.dragoman.config;

import static dev.dragoman.config.Samples.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Prices;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices in a configuration, and what is none. */
class ConfiguredPricesTest {
  private static final String P = "model_list.0.litellm_params";
  private static final String LARGE =
      "is too large: prices are in dollars for one token (or search), and at most 9223";

  private static Prices of(String... parameters) {
    Deployment deployment = Samples.read(entry(parameters)).deployments().getFirst();
    return new ModelCatalogue().of(deployment).prices();
  }

  @ParameterizedTest
  @CsvSource({
    "input_cost_per_token: -0.1, '5:29 PATH.input_cost_per_token: must not be negative'",
    "output_cost_per_token: 9223.1, '5:30 PATH.output_cost_per_token: LARGE'",
    "cache_read_input_token_cost: 1e300, '5:36 PATH.cache_read_input_token_cost: LARGE'",
    "'output_cost_per_token_above_200k_tokens: \"9224\"',"
        + " '5:48 PATH.output_cost_per_token_above_200k_tokens: LARGE'",
    "search_context_cost_per_query: 9224, '5:38 PATH.search_context_cost_per_query: LARGE'",
    "'search_context_cost_per_query: {search_context_size_medium: -1}',"
        + " '5:67 PATH.search_context_cost_per_query.search_context_size_medium:"
        + " must not be negative'",
    "input_cost_per_token: cheap, '5:29 PATH.input_cost_per_token: must be a number'"
  })
  void whatCannotBeAPriceIsRefusedWhereItStands(String name, String fault) {
    assertEquals(
        "config.yaml:" + fault.replace("PATH", P).replace("LARGE", LARGE),
        Samples.faults(entry("model: openai/own", name)).rendered("config.yaml"));
  }

  @Test
  void theSameIsRefusedInModelInfoAndOfASearchService() {
    assertEquals(
        "config.yaml:6:29 model_list.0.model_info.input_cost_per_token: " + LARGE,
        Samples.faults(
                entry("model: openai/own") + "    model_info:\n      input_cost_per_token: 1e6\n")
            .rendered("config.yaml"));
    String tools =
        """
        search_tools:
          - search_tool_name: s
            litellm_params: {search_provider: tavily, input_cost_per_query: -1}
        """;
    assertEquals(
        "config.yaml:7:69 search_tools.0.litellm_params.input_cost_per_query:"
            + " must not be negative",
        Samples.faults(entry("model: openai/own") + tools).rendered("config.yaml"));
  }

  @Test
  void theLargestPriceIsKept() {
    assertEquals(
        9_223_000_000_000_000_000L,
        of("model: openai/own", "input_cost_per_token: 9223").base().input());
  }

  @Test
  void aSearchHasThePriceOfMediumContext() {
    assertEquals(
        25_000_000_000_000L,
        of(
                "model: openai/own",
                "search_context_cost_per_query: {search_context_size_low: 0.01,"
                    + " search_context_size_medium: '0.025'}")
            .search());
    assertEquals(
        20_000_000_000_000L,
        of("model: openai/own", "search_context_cost_per_query: 0.02").search());
  }

  @Test
  void pricesThatNothingReckonsWithAreNamed() {
    GatewayConfig config = Samples.read(entry("model: openai/own", "input_cost_per_second: 0.1"));
    assertEquals(
        List.of(
            "These settings are kept, but do nothing yet: litellm_params.input_cost_per_second."),
        config.warnings());
    assertNull(of("model: openai/own", "input_cost_per_second: 0.1").base().input());
  }
}
