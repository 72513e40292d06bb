package dev.dragoman.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.json.RawJson;
import dev.dragoman.routing.RouterSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a store must not be given, because it keeps it in plain text. */
final class LiteralSecretsTest {
  @Test
  void aSecretAmongTheSettingsIsNamedWithoutItsValue() {
    assertEquals(List.of("redis_password"), in("redis_password", "\"hunter2\""));
    assertEquals(List.of("redis_url"), in("redis_url", "\"redis://:hunter2@cache:6379/0\""));
    assertEquals(
        List.of("password in cache_kwargs"), in("cache_kwargs", "{\"password\": \"hunter2\"}"));
  }

  @Test
  void aFallbackWithAKeyOfItsOwnIsOne() {
    assertEquals(
        List.of("api_key in fallbacks"),
        in("fallbacks", "[{\"a\": [\"b\", {\"model\": \"c\", \"api_key\": \"sk-planted\"}]}]"));
    assertEquals(
        List.of("extra_headers in default_litellm_params"),
        in("default_litellm_params", "{\"extra_headers\": {\"x-proxy\": \"sk-planted\"}}"));
  }

  @Test
  void aReferenceIsNone() {
    assertEquals(List.of(), in("redis_password", "\"os.environ/REDIS_PASSWORD\""));
    assertEquals(
        List.of(),
        in("fallbacks", "[{\"a\": [{\"model\": \"c\", \"api_key\": \"os.environ/KEY\"}]}]"));
  }

  @Test
  void settingsThatHoldNoSecretAreNone() {
    for (String value :
        List.of("3", "null", "true", "\"\"", "\"https://user@host/a:b\"", "[{\"a\": [\"b\"]}]")) {
      assertEquals(List.of(), in("fallbacks", value), value);
    }
    assertEquals(List.of(), in("max_tokens", "\"many\""));
    assertEquals(
        List.of(), in("model_group_retry_policy", "{\"a\": {\"TimeoutErrorRetries\": 3}}"));
  }

  @Test
  void theNameOfAModelMakesNothingASecret() {
    assertEquals(List.of(), in("fallbacks", "[{\"monkey\": [\"token-model\"]}]"));
    assertEquals(List.of(), in("model_group_alias", "{\"secret-model\": \"gpt-4o\"}"));
    assertEquals(
        List.of("api_key in fallbacks"),
        in("fallbacks", "[{\"monkey\": [{\"model\": \"c\", \"api_key\": \"sk-planted\"}]}]"));
  }

  private static List<String> in(String name, String value) {
    RouterSettings none = RouterSettings.DEFAULT;
    return LiteralSecrets.in(
        new RouterSettings(
            Map.of(name, RawJson.of(value)),
            none.balance(),
            none.retries(),
            none.coolDowns(),
            none.fallbacks(),
            none.aliases(),
            none.hidden(),
            none.timeout(),
            none.streamTimeout(),
            none.pingInterval()));
  }
}
