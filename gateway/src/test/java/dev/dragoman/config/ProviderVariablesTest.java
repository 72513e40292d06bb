package dev.dragoman.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.catalogue.Providers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the environment says of providers, by the table of them. */
class ProviderVariablesTest {
  private static Deployment read(String model, Map<String, String> environment) {
    String yaml = "model_list: [{model_name: a, litellm_params: {model: " + model + "}}]";
    return new ConfigReader(Providers.known(), environment::get)
        .read(yaml)
        .deployments()
        .getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "groq/x, GROQ_API_BASE",
    "openai/x, OPENAI_API_BASE",
    "openai/x, OPENAI_BASE_URL",
    "ollama/x, OLLAMA_API_BASE",
    "hosted_vllm/x, HOSTED_VLLM_API_BASE",
    "huggingface/x, HUGGINGFACE_API_BASE"
  })
  void aProvidersAddressMayStandInTheEnvironment(String model, String variable) {
    assertEquals(
        "https://x.example/v1", read(model, Map.of(variable, "https://x.example/v1/")).apiBase());
    assertNull(read(model, Map.of()).apiBase());
  }

  @Test
  void thatOfItsChatCompletionsIsNotThatOfItsMessagesApi() {
    Map<String, String> environment = Map.of("DEEPSEEK_API_BASE", "https://x.example");
    assertNull(read("deepseek/messages/x", environment).apiBase());
  }

  @Test
  void aKeyIsFoundUnderAnyOfItsNames() {
    assertNull(read("together_ai/x", Map.of("TOGETHERAI_API_KEY", "k")).apiKey());
    assertEquals(
        SecretRef.environment("TOGETHER_API_KEY"),
        read("together_ai/x", Map.of("TOGETHER_API_KEY", "k")).apiKey());
    assertNull(
        read("together_ai/x", Map.of("TOGETHERAI_API_KEY", "k", "TOGETHER_API_KEY", "l")).apiKey());
    assertNull(read("together_ai/x", Map.of()).apiKey());
  }

  @Test
  void aServerThatNeedsNoKeyGetsTheOneThatIsSet() {
    assertNull(read("hosted_vllm/x", Map.of()).apiKey());
    assertEquals(
        SecretRef.environment("HOSTED_VLLM_API_KEY"),
        read("hosted_vllm/x", Map.of("HOSTED_VLLM_API_KEY", "k")).apiKey());
  }

  @ParameterizedTest
  @CsvSource({"cerebra, cerebras", "fireworks, fireworks_ai", "perplexty, perplexity"})
  void aNameThatIsNearlyOneIsSuggestedAmongAHundred(String wrong, String right) {
    ConfigFaults faults = assertThrows(ConfigFaults.class, () -> read(wrong + "/x", Map.of()));
    assertTrue(String.valueOf(faults.getMessage()).contains(right), faults.getMessage());
  }
}
