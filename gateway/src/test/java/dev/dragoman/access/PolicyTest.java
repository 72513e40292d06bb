package dev.dragoman.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
  private static Policy of(String json) {
    return Policy.of(Json.fields(RawJson.of(json)));
  }

  @Test
  void whatNobodySetHasItsDefault() {
    assertEquals(Policy.DEFAULT, Policy.of(Map.of()));
    assertEquals(Policy.DEFAULT, of("{\"max_budget\": null, \"some_other\": [1]}"));
  }

  @Test
  void everySettingIsRead() {
    Policy policy =
        of(
            """
            {"max_budget": 12.5, "budget_duration": "30d", "max_budget_per_session": 1E-9,
             "allow_requests_on_db_unavailable": true, "store_model_in_db": false,
             "allowed_secret_prefixes": ["ssm:/a/", "secretsmanager:b"],
             "allow_private_api_base": true, "revision": 1795780000000}\
            """);
    assertEquals(
        new Policy(
            12_500_000_000L,
            "30d",
            1L,
            true,
            false,
            List.of("ssm:/a/", "secretsmanager:b"),
            true,
            1_795_780_000_000L),
        policy);
  }

  @Test
  void aBudgetOfNothingIsNoLimitButOneOfLessThanCanBeCountedIs() {
    assertEquals(null, of("{\"max_budget\": 0.00}").maxBudget());
    assertEquals(0L, of("{\"max_budget\": 1e-12}").maxBudget());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"max_budget\": -1}",
        "{\"max_budget\": \"12\"}",
        "{\"max_budget\": 1e300}",
        "{\"max_budget\": 1e-999999999}",
        "{\"max_budget\": 9000000001}",
        "{\"max_budget_per_session\": true}",
        "{\"budget_duration\": 30}",
        "{\"store_model_in_db\": \"false\"}",
        "{\"allowed_secret_prefixes\": \"ssm:\"}",
        "{\"allowed_secret_prefixes\": [\"ssm:\", 1]}",
        "{\"revision\": 1e99}"
      })
  void whatCannotBeReadIsNoPolicy(String json) {
    assertThrows(IllegalArgumentException.class, () -> of(json));
  }
}
