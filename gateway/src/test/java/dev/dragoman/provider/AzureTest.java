package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.RawJson;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureTest {
  private static final String BASE = "https://x.openai.azure.com";

  @ParameterizedTest
  @CsvSource({
    "'', '', /openai/v1/chat/completions, /openai/v1/responses",
    "/openai/v1, '', /openai/v1/chat/completions, /openai/v1/responses",
    "'', preview, /openai/v1/chat/completions, /openai/v1/responses",
    "'', 2024-10-21, /openai/deployments/d/chat/completions?api-version=2024-10-21,"
        + " /openai/v1/responses",
    "'', 2025-04-01-preview,"
        + " /openai/deployments/d/chat/completions?api-version=2025-04-01-preview,"
        + " /openai/responses?api-version=2025-04-01-preview",
  })
  void anAddressFollowsFromTheBaseAndTheVersion(
      String path, String version, String chat, String responses) {
    Map<String, String> settings = version.isEmpty() ? Map.of() : Map.of("api_version", version);
    Deployment target = target(settings);
    assertEquals(BASE + chat, Azure.address(target, BASE + path));
    assertEquals(BASE + responses, Azure.responses(target, BASE + path));
  }

  @ParameterizedTest
  @CsvSource({
    "https://r.services.ai.azure.com, '', /openai/v1/chat/completions, false",
    "https://r.services.ai.azure.com, preview, /openai/v1/chat/completions, false",
    "https://r.services.ai.azure.com, 2024-05-01-preview,"
        + " /models/chat/completions?api-version=2024-05-01-preview, true",
    "https://r.services.ai.azure.com/models, '',"
        + " /chat/completions?api-version=2024-05-01-preview, true",
    "https://r.services.ai.azure.com/openai/v1, '', /chat/completions, false",
    "https://m.eastus2.models.ai.azure.com, '', /chat/completions, true",
    "https://proxy.test/azure, '', /chat/completions, false"
  })
  void aModelOfFoundryIsAskedWhereItsAddressSays(
      String base, String version, String path, boolean inference) {
    Deployment plain = Deployment.of("m", "azure_ai", "grok-4").at(base, new SecretRef("k"));
    Deployment target =
        version.isEmpty()
            ? plain
            : plain.withDefaults(Map.of("api_version", RawJson.of('"' + version + '"')));
    String address = Azure.address(target, base);
    assertEquals(base + path, address);
    assertEquals(inference, Azure.isInference(target, URI.create(address)));
    assertEquals(
        base.contains("models.ai")
            ? new Authentication.Bearer(new SecretRef("k"))
            : new Authentication.KeyHeader("api-key", new SecretRef("k")),
        Azure.authentication(target, "KEY"));
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5.4, true",
    "openai/gpt-4o, true",
    "o3, true",
    "model-router, true",
    "gpt-oss-120b, false",
    "grok-4, false",
    "DeepSeek-V3.1, false",
    "Llama-3.3-70B-Instruct, false"
  })
  void whoseModelItIsFollowsFromItsName(String model, boolean openAi) {
    assertEquals(openAi, Azure.hasOpenAiModel(Deployment.of("m", "azure_ai", model)));
  }

  @Test
  void whatAuthorizesIsTheSameForBothForms() {
    assertInstanceOf(Authentication.KeyHeader.class, Azure.authentication(target(Map.of()), "KEY"));
    assertInstanceOf(
        Authentication.Bearer.class,
        Azure.authentication(target(Map.of("azure_ad_token", "t")), "KEY"));
    assertInstanceOf(
        Authentication.EntraClient.class,
        Azure.authentication(
            target(Map.of("tenant_id", "t", "client_id", "c", "client_secret", "s")), "KEY"));
    assertInstanceOf(
        Authentication.EntraManaged.class,
        Azure.authentication(target(Map.of("client_id", "c")), "KEY"));
  }

  private static Deployment target(Map<String, String> settings) {
    Map<String, RawJson> raw = new HashMap<>();
    settings.forEach((name, value) -> raw.put(name, RawJson.of('"' + value + '"')));
    return Deployment.of("m", "azure", "d").withDefaults(raw);
  }
}
