package dev.dragoman.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code search_tools} as LiteLLM's users write them. */
class SearchToolsTest {
  private static final String SEARXNG =
      """
      search_tools:
        - search_tool_name: own
          litellm_params:
            search_provider: searxng
            api_base: http://searx:8080/
      """;
  private static final String BOTH =
      SEARXNG
          + """
            - search_tool_name: bought
              litellm_params:
                search_provider: tavily
                api_key: os.environ/MY_TAVILY_KEY
          """;

  private static Map<String, String> settings(String yaml) {
    return settings(Samples.read(Samples.entry("model: openai/gpt-4o") + yaml), 0);
  }

  private static Map<String, String> settings(GatewayConfig config, int deployment) {
    Map<String, String> settings = new HashMap<>();
    Deployment read = config.deployments().get(deployment);
    for (Map.Entry<String, RawJson> each : read.settings().entrySet()) {
      if (each.getKey().startsWith("search_")) {
        settings.put(each.getKey(), each.getValue().toString());
      }
    }
    return settings;
  }

  @Test
  void theFirstBecomesASettingOfEachDeployment() {
    assertEquals(
        Map.of("search_provider", "\"searxng\"", "search_api_base", "\"http://searx:8080\""),
        settings(BOTH));
  }

  @Test
  void theOneThatIsNamedIsUsedAndItsKeyStaysAReference() {
    String use =
        """
        litellm_settings:
          websearch_interception_params:
            search_tool_name: bought
            max_agentic_loops: 4
        """;
    assertEquals(
        Map.of(
            "search_provider", "\"tavily\"",
            "search_api_key", "\"os.environ/MY_TAVILY_KEY\"",
            "search_max_loops", "4"),
        settings(BOTH + use));
  }

  @Test
  void itServesOnlyTheProvidersThatAreNamed() {
    GatewayConfig config =
        Samples.read(
            Samples.entry("model: openai/gpt-4o")
                + "  - model_name: n\n    litellm_params:\n      model: groq/x\n"
                + SEARXNG
                + """
                litellm_settings:
                  websearch_interception_params:
                    enabled_providers: [groq]
                """);
    assertEquals(Map.of(), settings(config, 0));
    assertEquals("\"searxng\"", settings(config, 1).get("search_provider"));
  }

  @Test
  void generalSettingsMayHoldThemToo() {
    String yaml = "general_settings:\n" + SEARXNG.indent(2);
    assertEquals("\"searxng\"", settings(yaml).get("search_provider"));
  }

  @Test
  void theEnvironmentSaysWhatTheEntryDoesNot() {
    String yaml =
        """
        environment_variables:
          SEARXNG_API_BASE: http://other:8080
          SEARXNG_API_KEY: os.environ/WORD
        search_tools:
          - search_tool_name: own
            litellm_params: {search_provider: searxng}
        """;
    assertEquals("\"http://other:8080\"", settings(yaml).get("search_api_base"));
    assertEquals("\"os.environ/SEARXNG_API_KEY\"", settings(yaml).get("search_api_key"));
  }

  @Test
  void tavilysUsualKeyIsARefererenceToItsVariable() {
    String yaml =
        """
        search_tools:
          - search_tool_name: bought
            litellm_params: {search_provider: tavily}
        """;
    assertEquals("\"os.environ/TAVILY_API_KEY\"", settings(yaml).get("search_api_key"));
  }

  @Test
  void aServiceThatIsNotKnownHereIsNamedInTheWarning() {
    GatewayConfig config =
        Samples.read(
            Samples.entry("model: openai/gpt-4o")
                + """
                search_tools:
                  - search_tool_name: p
                    litellm_params: {search_provider: perplexity, timeout: 3}
                """);
    assertEquals(Map.of(), settings(config, 0));
    assertTrue(
        config.warnings().getFirst().contains("search_tools.search_provider.perplexity")
            || config.warnings().getFirst().contains("perplexity"),
        config.warnings()::toString);
  }

  @ParameterizedTest
  @CsvSource({"p, ''", "t, tavily"})
  void theServiceThatIsChosenIsUsedOrNone(String chosen, String used) {
    GatewayConfig config =
        Samples.read(
            Samples.entry("model: openai/gpt-4o")
                + """
                search_tools:
                  - search_tool_name: p
                    litellm_params: {search_provider: perplexity}
                  - search_tool_name: t
                    litellm_params: {search_provider: tavily}
                litellm_settings:
                  websearch_interception_params: {search_tool_name: %s, odd: 1}
                """
                    .formatted(chosen));
    String provider = config.deployments().getFirst().text("search_provider");
    assertEquals(used, provider == null ? "" : provider);
    assertTrue(
        config.warnings().getFirst().contains("websearch_interception_params.odd"),
        config.warnings()::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "search_tools: {a: b} | search_tools: must be a list",
        "search_tools: [x] | search_tools.0: must be a mapping",
        "search_tools: [{search_tool_name: a}] | search_tools.0.litellm_params: is missing",
        "search_tools: [{search_tool_name: a, litellm_params: {api_key: x}}] |"
            + " search_tools.0.litellm_params.search_provider: is missing",
        "search_tools: [{search_tool_name: a, litellm_params: {search_provider: searxng}}] |"
            + " search_tools.0.litellm_params.api_base: is missing",
        "search_tools: [{search_tool_name: a, litellm_params: {search_provider: searxng,"
            + " api_base: x}}] | search_tools.0.litellm_params.api_base: must be an absolute"
      })
  void whatIsWrongIsToldWithItsPlace(String yaml, String fault) {
    String faults =
        String.valueOf(
            Samples.faults(Samples.entry("model: openai/gpt-4o") + yaml + "\n").getMessage());
    assertTrue(faults.contains(fault), faults);
  }
}
