package dev.dragoman.provider.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.ProviderLine;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Providers of the table by the other forms they have. */
class ProviderFormsTest {
  private static final Providers PROVIDERS = new Providers(new ModelCatalogue());
  private static final MessagesRequest REQUEST =
      RequestReader.read(
          """
          {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "x"}]}
          """
              .getBytes(StandardCharsets.UTF_8));

  static Stream<ProviderLine> withAMessagesApi() {
    return ProviderLine.names().stream()
        .map(name -> Objects.requireNonNull(ProviderLine.find(name), name))
        .filter(line -> line.messages() != null);
  }

  private static String address(Deployment target) {
    return PROVIDERS.of(target).encode(REQUEST, target).request().uri().toString();
  }

  @ParameterizedTest
  @MethodSource("withAMessagesApi")
  void itsOwnMessagesApiIsAskedWithItsKey(ProviderLine line) {
    Deployment target = Deployment.of("m", line.name(), "messages/NAME");
    assertEquals(line.messages() + "/v1/messages", address(target));
    Provider provider = PROVIDERS.of(target);
    String variable = line.keyVariable();
    assertEquals(
        variable == null
            ? new Authentication.None()
            : new Authentication.Bearer(SecretRef.environment(variable)),
        provider.authentication(target));
    String body =
        new String(provider.encode(REQUEST, target).request().body(), StandardCharsets.UTF_8);
    assertTrue(body.contains("\"NAME\""), body);
  }

  @Test
  void anAddressOfTheDeploymentGoesBefore() {
    Deployment target = Deployment.of("m", "deepseek", "messages/x").at("https://x.example", null);
    assertEquals("https://x.example/v1/messages", address(target));
  }

  @Test
  void whoHasNoMessagesApiOfItsOwnIsNotAskedAtAnthropic() {
    Deployment target = Deployment.of("mine", "groq", "messages/x");
    ApiException refusal = assertThrows(ApiException.class, () -> address(target));
    assertEquals(
        "the deployment of mine needs an api_base in its configuration", refusal.error().message());
  }

  @ParameterizedTest
  @CsvSource({
    "openai, https://api.openai.com/v1/responses, OPENAI_API_KEY",
    "xai, https://api.x.ai/v1/responses, XAI_API_KEY",
    "openrouter, https://openrouter.ai/api/v1/responses, OPENROUTER_API_KEY"
  })
  void itsResponsesApiIsAskedWithItsKey(String provider, String address, String variable) {
    Deployment target = Deployment.of("m", provider, "responses/m");
    assertEquals(address, address(target));
    assertEquals(
        new Authentication.Bearer(SecretRef.environment(variable)),
        PROVIDERS.of(target).authentication(target));
  }

  @ParameterizedTest
  @CsvSource({"openai, gpt-5, true", "xai, grok-4.20, false"})
  void onlyOpenAiIsAskedForItsSources(String provider, String model, boolean asked) {
    MessagesRequest request =
        RequestReader.read(
            """
            {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "x"}],
             "tools": [{"type": "web_search_20250305", "name": "web_search"}]}
            """
                .getBytes(StandardCharsets.UTF_8));
    Deployment target = Deployment.of("m", provider, "responses/" + model);
    String body =
        new String(
            PROVIDERS.of(target).encode(request, target).request().body(), StandardCharsets.UTF_8);
    assertTrue(body.contains("{\"type\":\"web_search\"}"), body);
    assertEquals(asked, body.contains("web_search_call.action.sources"));
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5, https://api.openai.com/v1, RESPONSES",
    "gpt-5, https://eu.api.openai.com/v1, RESPONSES",
    "gpt-4o, https://api.openai.com/v1, CHAT",
    "gpt-5, https://vllm.example/v1, CHAT",
    "gpt-5, https://notapi.openai.com.example/v1, CHAT"
  })
  void openAisOwnAddressMayBeSaidAtLength(String model, String base, Providers.Dialect dialect) {
    Deployment target = Deployment.of("m", "openai", model).at(base, null);
    assertEquals(dialect, PROVIDERS.dialect(target));
  }

  /** "Encrypted content is not supported with this model": only who reasons is asked for it. */
  @ParameterizedTest
  @CsvSource({
    "openai, gpt-5, my-own, true",
    "openai, gpt-9, my-own, true",
    "openai, my-own, gpt-5, true",
    "openai, gpt-4o, my-own, false",
    "openai, my-own, another, false",
    "azure, gpt-9, my-own, true",
    "azure, my-own, gpt-9, true",
    "azure, my-own, another, false"
  })
  void aBaseModelThatNobodyKnowsTakesNothingFromTheModelsOwnName(
      String provider, String model, String base, boolean asked) {
    Deployment target =
        Deployment.of("m", provider, "responses/" + model)
            .at("https://x.openai.azure.com", null)
            .withDefaults(Map.of("base_model", RawJson.of('"' + base + '"')));
    String body =
        new String(
            PROVIDERS.of(target).encode(REQUEST, target).request().body(), StandardCharsets.UTF_8);
    assertEquals(asked, body.contains("reasoning.encrypted_content"));
  }

  @Test
  void everyNameOfTheTableIsServedAndNoOther() {
    for (String name : Providers.known()) {
      assertTrue(Providers.serves(name), name);
    }
    assertTrue(Providers.known().containsAll(ProviderLine.names()));
    assertTrue(Providers.serves("bedrock"));
    assertFalse(Providers.serves("nobody"));
  }
}
