package dev.dragoman.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.Policy;
import dev.dragoman.json.RawJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file sets for all callers. */
class PolicyConfigTest {
  private static final String ALL =
      """
      litellm_settings:
        max_budget: 1_000.5
        budget_duration: 30d
      general_settings:
        max_budget_per_session: "2.5"
        allow_requests_on_db_unavailable: yes
        store_model_in_db: false
        allowed_secret_prefixes: [ssm:/dragoman/, "secretsmanager:dragoman/"]
        allow_private_api_base: true
      """;

  @Test
  void aFileBecomesAPolicyAndNothingOfItIsSaidToDoNothing() {
    GatewayConfig config = Samples.read(ALL);
    assertEquals(List.of(), config.warnings());
    Policy policy = Policy.of(config.configured(Instant.ofEpochMilli(7)).policy());
    assertEquals(
        new Policy(
            1_000_500_000_000L,
            "30d",
            2_500_000_000L,
            true,
            false,
            List.of("ssm:/dragoman/", "secretsmanager:dragoman/"),
            true,
            7),
        policy);
    assertEquals(config.policy(), config.configured().policy());
  }

  @Test
  void aFileThatSaysNothingHasNoPolicyAndNoRevision() {
    GatewayConfig config = Samples.read("general_settings: {store_model_in_db: }\n");
    assertEquals(Map.of(), config.configured(Instant.EPOCH).policy());
  }

  @Test
  void variablesAreRead() {
    GatewayConfig config =
        Samples.read(
            """
            environment_variables: {OPEN: "on", WINDOW: 1mo}
            litellm_settings: {max_budget: os.environ/RPM, budget_duration: os.environ/WINDOW}
            general_settings: {store_model_in_db: os.environ/OPEN}
            """);
    assertEquals(
        Map.of(
            "max_budget", RawJson.of("60"),
            "budget_duration", RawJson.of("\"1mo\""),
            "store_model_in_db", RawJson.of("true")),
        config.policy());
  }

  @Test
  void aBudgetOfNothingIsNoLimitAndSaysSo() {
    GatewayConfig config = Samples.read("litellm_settings: {max_budget: 0}\n");
    assertEquals(null, Policy.of(config.policy()).maxBudget());
    assertEquals(
        List.of("litellm_settings.max_budget is 0, which is no limit, as LiteLLM takes it."),
        config.warnings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"30s", "30m", "24h", "1d", "30d", "2w", "1mo", "12mo", "daily", "Weekly"})
  void everyLengthOfLiteLlmsIsAWindow(String duration) {
    GatewayConfig config = Samples.read("litellm_settings: {budget_duration: " + duration + "}\n");
    assertEquals(duration, Policy.of(config.policy()).budgetDuration());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "litellm_settings: {max_budget: -1} | 1:32 litellm_settings.max_budget: must not be neg",
        "litellm_settings: {max_budget: $5} | 1:32 litellm_settings.max_budget: must be a number",
        "litellm_settings: {max_budget: 1e10} | 1:32 litellm_settings.max_budget: is too large",
        "litellm_settings: {max_budget: [1]} | 1:32 litellm_settings.max_budget: must be a single",
        "litellm_settings: {max_budget: os.environ/UNSET} | 1:32 litellm_settings.max_budget: the e",
        "litellm_settings: {max_budget: os.environ/} | 1:32 litellm_settings.max_budget: \"os.env",
        "litellm_settings: {budget_duration: 30} | 1:37 litellm_settings.budget_duration: must be a",
        "litellm_settings: {budget_duration: 0d} | 1:37 litellm_settings.budget_duration: must be a",
        "litellm_settings: {budget_duration: 30d!} | 1:37 litellm_settings.budget_duration: must be",
        "litellm_settings: {budget_duration: 99999d} | 1:37 litellm_settings.budget_duration: must",
        "litellm_settings: {budget_duration: yes} | 1:37 litellm_settings.budget_duration: must be t",
        "general_settings: {max_budget_per_session: 0} | 1:44 general_settings.max_budget_per_sessi",
        "general_settings: {max_budget_per_session: -.5} | 1:44 general_settings.max_budget_per_ses",
        "general_settings: {store_model_in_db: perhaps} | 1:39 general_settings.store_model_in_db: mus",
        "general_settings: {allow_private_api_base: 1} | 1:44 general_settings.allow_private_api_ba",
        "general_settings: {allowed_secret_prefixes: [ssm:/a, os.environ/] } | 1:54 general_settings.a",
        "general_settings: {allowed_secret_prefixes: [os.environ/HOME]} | 1:46 general_settings.allow",
        "general_settings: {allowed_secret_prefixes: {a: b}} | 1:45 general_settings.allowed_secret_pr",
        "general_settings: {allowed_secret_prefixes: ''} | 1:45 general_settings.allowed_secret_prefix",
      })
  void aWrongValueIsOneFaultAtItsPlace(String yaml, String fault) {
    String faults = Samples.faults(yaml).rendered("f");
    assertEquals(1, faults.lines().count(), faults);
    assertTrue(faults.startsWith("f:" + fault), faults);
  }

  @Test
  void aNameInTheOtherSectionMeansNothingThere() {
    GatewayConfig config =
        Samples.read(
            "general_settings: {max_budget: 5}\nlitellm_settings: {store_model_in_db: 1}\n");
    assertEquals(Map.of(), config.policy());
    assertEquals(
        List.of(
            "These settings have no meaning here: general_settings.max_budget,"
                + " litellm_settings.store_model_in_db."),
        config.warnings());
  }
}
