package dev.dragoman.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.routing.Configured;
import dev.dragoman.routing.RouterSettings;
import dev.dragoman.routing.RouterSettings.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file says of routing. */
class RoutingConfigTest {
  private static final String MODELS =
      """
      model_list:
        - {model_name: a, litellm_params: {model: groq/x}}
        - {model_name: b, litellm_params: {model: groq/y}}
        - {model_name: "mistral/*", litellm_params: {model: "mistral/*"}}
      """;

  @Test
  void aFileBecomesSettingsThatAStoreReadsBackTheSame() {
    Configured configured =
        Samples.read(
                MODELS
                    + """
                    router_settings:
                      routing_strategy: latency-based-routing
                      routing_strategy_args: {ttl: 10, lowest_latency_buffer: .5}
                      num_retries: os.environ/RPM
                      retry_policy: {RateLimitErrorRetries: 0x10}
                      fallbacks:
                        - a: [b, mistral/large]
                        - "*": [a]
                      model_group_alias: {c: a, d: {model: b, hidden: yes}}
                      ping_interval: "2.5"
                    litellm_settings:
                      num_retries: 7
                      request_timeout: 1:30
                      allowed_fails: 4
                      default_fallbacks: [b]
                    """)
            .configured();
    RouterSettings settings = configured.settings();
    assertEquals(3, configured.deployments().size());
    assertEquals(Strategy.LATENCY, settings.balance().strategy());
    assertEquals(0.5, settings.balance().latencyBuffer());
    assertEquals(60, settings.retries().times());
    assertEquals(Set.of(16), Set.copyOf(settings.retries().policy().values()));
    assertEquals(
        Map.of("a", List.of("b", "mistral/large"), "*", List.of("a")),
        settings.fallbacks().general());
    assertEquals(List.of("b"), settings.fallbacks().byDefault());
    assertEquals(Set.of("d"), settings.hidden());
    assertEquals(Duration.ofMillis(2_500), settings.pingInterval());
    assertEquals("PT1M30S", "" + settings.timeout());
    assertEquals(4, settings.coolDowns().allowedFails());
    assertEquals(settings, RouterSettings.read(settings.byName()));
  }

  @Test
  void aFileThatSaysNothingHasTheDefaults() {
    GatewayConfig config = Samples.read(MODELS + "router_settings: {num_retries: }\n");
    assertEquals(RouterSettings.DEFAULT, config.configured().settings());
    assertEquals(List.of(), config.warnings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "router_settings: {num_retries: -1} | 1:32 router_settings.num_retries: must not be neg",
        "litellm_settings: {num_retries: x} | 1:33 litellm_settings.num_retries: must be a number",
        "router_settings: {fallbacks: [{a: [b, [c]]}]} | 1:39 router_settings.fallbacks.0.a.1: must",
        "router_settings: {retry_policy: {TimeoutErrorRetries: z}} | 1:55 router_settings.retry_pol",
        "router_settings: {model_group_alias: {a: {hidden: yes}}} | 1:42 router_settings.model_gro",
        "router_settings: {timeout: os.environ/UNSET} | 1:28 router_settings.timeout: the env",
        "router_settings: {timeout: os.environ/} | 1:28 router_settings.timeout: \"os.environ/",
        "router_settings: {timeout: os.environ/WORD} | 1:28 router_settings.timeout: must be a num",
        "router_settings: [a] | 1:18 router_settings: must be a mapping of names to values",
      })
  void aWrongValueIsAFaultAtItsPlace(String yaml, String fault) {
    String faults = Samples.faults(yaml).rendered("f");
    assertEquals(1, faults.lines().count(), faults);
    assertTrue(faults.startsWith("f:" + fault), faults);
  }

  @Test
  void modelsThatNothingServesAreNamedInAWarning() {
    assertEquals(
        List.of(
            "No deployment serves these models, which fallbacks or aliases name: gone, lost, ?,"
                + " void."),
        Samples.read(
                MODELS
                    + """
                    router_settings:
                      fallbacks: [{a: [gone, c, mistral/any]}, {lost: [b]}]
                      model_group_alias: {c: a, e: void}
                      default_fallbacks: ["two words"]
                    """)
            .warnings());
  }

  @Test
  void whatIsTakenForSomethingElseIsNamedInAWarning() {
    assertEquals(
        List.of(
            "These settings have no meaning here: router_settings.optional_pre_call_checks."
                + "router_budget_limiting, router_settings.retry_policy.?.",
            "The routing_strategy least-busy is not offered; requests are shuffled."),
        Samples.read(
                """
                router_settings:
                  routing_strategy: least-busy
                  retry_policy: {TeapotErrorRetries: 1}
                  optional_pre_call_checks: [router_budget_limiting]
                """)
            .warnings());
    assertEquals(
        List.of("A model that is only * is taken for openai/*; name the provider of any other."),
        Samples.read(Samples.entry("model: '*'")).warnings());
  }

  @Test
  void parametersThatRoutingReadsAreNoneThatDoNothing() {
    assertEquals(
        List.of(),
        Samples.read(
                Samples.entry(
                    "model: groq/x",
                    "rpm: 1",
                    "tpm: 2",
                    "weight: 0.5",
                    "order: 1",
                    "tags: [a]",
                    "num_retries: 1",
                    "max_retries: 1",
                    "cooldown_time: 3",
                    "mock_response: hello"))
            .warnings());
  }
}
