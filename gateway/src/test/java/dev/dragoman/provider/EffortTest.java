package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffortTest {
  private static final ModelCatalogue MODELS = new ModelCatalogue();

  @ParameterizedTest
  @CsvSource({
    "gpt-5, low, low",
    "gpt-5, max, high",
    "gpt-5.2, max, xhigh",
    "gpt-6-sol, max, max",
    "gpt-5-pro, low, high",
    "gpt-5.2-pro, low, medium",
    "o3, xhigh, high",
  })
  void theEffortAskedForIsTheNearestThatTheModelTakes(String model, String asked, String told) {
    assertEquals(told, Effort.nearest(asked, MODELS.of(Deployment.of("m", "openai", model))));
  }
}
