package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaudeTest {
  @ParameterizedTest
  @CsvSource({
    "claude-3-5-sonnet-20241022, 305",
    "claude-3-opus-20240229, 300",
    "claude-sonnet-4-20250514, 400",
    "claude-opus-4-1@20250805, 401",
    "us.anthropic.claude-haiku-4-5-20251001-v1:0, 405",
    "anthropic/claude-sonnet-4.6, 406",
    "claude-opus-4-8, 408",
    "claude-sonnet-5, 500",
    "claude-fable-5, 500",
    "claude-opus-latest, 0",
    "kimi-k2, 0",
  })
  void itsVersionStandsInItsName(String model, int version) {
    assertEquals(version, Claude.version(model));
  }
}
