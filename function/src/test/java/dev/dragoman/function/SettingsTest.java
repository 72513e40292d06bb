package dev.dragoman.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.store.DynamoStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the variables of a function mean. */
final class SettingsTest {
  private final Map<String, String> variables =
      new HashMap<>(Map.of("DRAGOMAN_MAPPINGS_TABLE", "mappings", "DRAGOMAN_USAGE_TABLE", "usage"));

  private Settings settings() {
    return Settings.of(variables::get);
  }

  @Test
  void recordsAreKeptForTheDaysThatAreSet() {
    variables.put("DRAGOMAN_USAGE_DAYS", "30");
    DynamoStore.Tables tables = Objects.requireNonNull(settings().tables());
    assertEquals(Duration.ofDays(30), tables.retention());
    variables.put("DRAGOMAN_USAGE_DAYS", "0");
    assertNull(Objects.requireNonNull(settings().tables()).retention());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5", "abc", "1.5", "100000"})
  void daysThatAreNoneAreRefusedByName(String days) {
    variables.put("DRAGOMAN_USAGE_DAYS", days);
    Exception refused = assertThrows(IllegalArgumentException.class, this::settings);
    assertTrue(String.valueOf(refused.getMessage()).contains("DRAGOMAN_USAGE_DAYS"));
  }

  @Test
  void oneTableAloneIsAMistakeAndNotTheDemoModel() {
    variables.remove("DRAGOMAN_USAGE_TABLE");
    assertThrows(IllegalArgumentException.class, this::settings);
    variables.remove("DRAGOMAN_MAPPINGS_TABLE");
    assertNull(settings().tables());
    for (String further : List.of("TRAFFIC", "ACCESS", "ACCOUNTS")) {
      variables.put("DRAGOMAN_" + further + "_TABLE", "table");
      assertThrows(IllegalArgumentException.class, this::settings, further);
      variables.remove("DRAGOMAN_" + further + "_TABLE");
    }
  }

  @Test
  void aStackFromBeforeThereWereFurtherTablesHasTheOthers() {
    DynamoStore.Tables tables = Objects.requireNonNull(settings().tables());
    assertEquals(new DynamoStore.Tables("mappings", "usage", null, null, null, null), tables);
    variables.put("DRAGOMAN_TRAFFIC_TABLE", "traffic");
    variables.put("DRAGOMAN_ACCESS_TABLE", "access");
    variables.put("DRAGOMAN_ACCOUNTS_TABLE", "accounts");
    assertEquals(
        new DynamoStore.Tables("mappings", "usage", "traffic", "access", "accounts", null),
        settings().tables());
  }
}
