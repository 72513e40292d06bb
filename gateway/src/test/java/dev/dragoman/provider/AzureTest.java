package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dragoman.credential.Authentication;
import dev.dragoman.json.RawJson;
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
