package dev.dragoman.provider.gemini;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What models can, by their names; the levels are those of Google's table of them. */
class GeminiModelTest {
  @ParameterizedTest
  @CsvSource({
    "gemini-2.0-flash-001, 20, false, true, true",
    "gemini-2.5-pro, 25, false, false, true",
    "gemini-3-pro-preview, 30, false, false, true",
    "gemini-3-flash-preview, 30, true, true, true",
    "gemini-3.1-pro-preview, 31, false, true, true",
    "gemini-3.1-flash-lite, 31, true, true, true",
    "gemini-3.5-flash, 35, true, true, true",
    "gemini-3.5-flash-lite, 35, true, true, false",
    "gemini-3.6-flash, 36, true, true, false",
    "gemini-3.7-flash, 37, false, true, false",
    "gemini-3.8-flash, 38, false, true, false",
    "gemini-4-hydrogen, 40, false, true, false",
    "gemini-flash-latest, 30, false, true, true",
  })
  void levelsAndSampling(
      String name, int generation, boolean minimal, boolean medium, boolean sampling) {
    GeminiModel model = model(name);
    assertEquals(generation, model.generation());
    assertEquals(minimal, model.isThird() && model.takesMinimal());
    assertEquals(medium, model.takesMedium());
    assertEquals(sampling, model.takesSampling());
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-pro, 128, 32768",
    "gemini-2.5-flash, 1, 24576",
    "gemini-2.5-flash-lite, 512, 24576",
  })
  void budgets(String name, int least, int most) {
    GeminiModel model = model(name);
    assertTrue(model.takesBudget());
    assertEquals(least, model.minBudget());
    assertEquals(most, model.maxBudget());
  }

  @Test
  void aModelOfAnotherNameIsWhatItsBaseIs() {
    Deployment tuned =
        Deployment.of("m", "vertex_ai", "4711")
            .withDefaults(Map.of("base_model", RawJson.of("\"gemini-2.5-flash\"")));
    assertEquals(25, GeminiModel.of(tuned).generation());
  }

  @Test
  void aNameThatBeginsWithADigitGetsAnUnderscore() {
    assertEquals("_3d", GeminiNames.toUpstream("3d"));
    assertEquals("_-x", GeminiNames.toUpstream("-x"));
    assertEquals("_x", GeminiNames.toUpstream("_x"));
    assertEquals("x3", GeminiNames.toUpstream("x3"));
    assertEquals(64, GeminiNames.toUpstream("3".repeat(64)).length());
  }

  private static GeminiModel model(String name) {
    return GeminiModel.of(Deployment.of("m", "gemini", name));
  }
}
