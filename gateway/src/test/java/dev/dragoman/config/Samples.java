package dev.dragoman.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Configs to read and the world they are read in. */
final class Samples {
  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "AZURE_API_BASE", "https://example.openai.azure.com/",
          "MODEL", "groq/llama-4",
          "RPM", "60",
          "WORD", "many");

  static final Set<String> PROVIDERS =
      Set.of(
          "openai",
          "anthropic",
          "azure",
          "azure_ai",
          "bedrock",
          "gemini",
          "vertex_ai",
          "groq",
          "mistral",
          "deepseek",
          "openrouter",
          "together_ai");

  private Samples() {}

  static String tutorial() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            Samples.class.getResourceAsStream("/config/non-anthropic-models.yaml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static GatewayConfig read(String yaml) {
    return new ConfigReader(PROVIDERS, ENVIRONMENT::get).read(yaml);
  }

  static ConfigFaults faults(String yaml) {
    return assertThrows(ConfigFaults.class, () -> read(yaml));
  }

  /** A config of one entry, whose parameters begin in line 4. */
  static String entry(String... parameters) {
    return "model_list:\n  - model_name: m\n    litellm_params:\n      "
        + String.join("\n      ", parameters)
        + "\n";
  }
}
