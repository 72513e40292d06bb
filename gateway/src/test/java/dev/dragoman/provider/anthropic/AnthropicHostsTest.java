package dev.dragoman.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.core.ObjectMappers;
import com.anthropic.models.beta.messages.MessageCountTokensParams;
import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.fixture.upstream.AnthropicRules;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Provider;
import dev.dragoman.wire.UpstreamRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where each host of the Messages API is, what opens it, and what it can do beside answering. */
class AnthropicHostsTest {
  private static final AnthropicProvider PROVIDER = new AnthropicProvider(new ModelCatalogue());

  private static final String REQUEST =
      "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,\"temperature\":0.5,"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

  @ParameterizedTest
  @CsvSource({
    "anthropic, claude-opus-4-8, , https://api.anthropic.com/v1/messages",
    "anthropic, claude-opus-4-8, https://proxy.test, https://proxy.test/v1/messages",
    "anthropic, claude-opus-4-8, https://proxy.test/v1, https://proxy.test/v1/messages",
    "anthropic, claude-opus-4-8, https://proxy.test/x/messages, https://proxy.test/x/messages",
    "azure_ai, claude-opus-4-8, https://r.services.ai.azure.com,"
        + " https://r.services.ai.azure.com/anthropic/v1/messages",
    "azure_ai, claude-opus-4-8, https://r.services.ai.azure.com/anthropic,"
        + " https://r.services.ai.azure.com/anthropic/v1/messages",
    "azure_ai, claude-opus-4-8, https://r.services.ai.azure.com/anthropic/v1/messages,"
        + " https://r.services.ai.azure.com/anthropic/v1/messages",
    "deepseek, messages/deepseek-v4-pro, https://api.deepseek.com/anthropic,"
        + " https://api.deepseek.com/anthropic/v1/messages",
    "bedrock, us.anthropic.claude-opus-4-8, ,"
        + " https://bedrock-runtime.us-east-1.amazonaws.com/model/us.anthropic.claude-opus-4-8/invoke-with-response-stream",
    "bedrock, invoke/us-west-2/anthropic.claude-sonnet-4-5-20250929-v1:0, ,"
        + " https://bedrock-runtime.us-west-2.amazonaws.com/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/invoke-with-response-stream",
    "bedrock, messages/anthropic.claude-opus-4-8, ,"
        + " https://bedrock-mantle.us-east-1.api.aws/anthropic/v1/messages",
    "bedrock, messages/anthropic.claude-opus-4-8, https://vpce.test,"
        + " https://vpce.test/anthropic/v1/messages"
  })
  void eachHasItsAddress(String provider, String model, @Nullable String base, String address) {
    assertEquals(
        address, PROVIDER.encode(request(), at(provider, model, base)).request().uri().toString());
  }

  @Test
  void vertexNamesProjectPlaceAndModelInItsAddress() {
    assertEquals(
        "https://us-east5-aiplatform.googleapis.com/v1/projects/p-1/locations/us-east5"
            + "/publishers/anthropic/models/claude-sonnet-4-5@20250929:streamRawPredict",
        PROVIDER.encode(request(), vertex()).request().uri().toString());
  }

  @Test
  void azuresIsOpenedByAClientOfEntrasToo() {
    Deployment target =
        at("azure_ai", "claude-opus-4-8", "https://r.test")
            .withDefaults(
                Map.of(
                    "tenant_id", RawJson.of("\"t\""),
                    "client_id", RawJson.of("\"c\""),
                    "client_secret", RawJson.of("\"os.environ/S\"")));
    Authentication.EntraClient client =
        (Authentication.EntraClient) PROVIDER.authentication(target);
    assertEquals("t", client.tenant());
    assertEquals("c", client.client());
  }

  @Test
  void oneWithoutAnAddressNamesWhatToSet() {
    ApiException refusal =
        assertThrows(
            ApiException.class,
            () -> PROVIDER.encode(request(), at("azure_ai", "claude-opus-4-8", null)));
    assertTrue(refusal.error().message().contains("api_base"));
  }

  @Test
  void eachIsOpenedByItsOwnKey() {
    assertEquals(
        new Authentication.KeyHeader("x-api-key", SecretRef.environment("ANTHROPIC_API_KEY")),
        PROVIDER.authentication(at("anthropic", "claude-opus-4-8", null)));
    assertEquals(
        new Authentication.KeyHeader("x-api-key", SecretRef.environment("AZURE_AI_API_KEY")),
        PROVIDER.authentication(at("azure_ai", "claude-opus-4-8", "https://r.test")));
    assertEquals("bedrock", service(at("bedrock", "us.anthropic.claude-opus-4-8", null)));
    assertEquals(
        "bedrock-mantle", service(at("bedrock", "messages/anthropic.claude-opus-4-8", null)));
    assertEquals(
        "bedrock",
        service(
            at(
                "bedrock",
                "messages/anthropic.claude-opus-4-8",
                "https://bedrock-runtime.us-east-1.amazonaws.com")));
  }

  @Test
  void aProxyOfAnthropicsIsAnthropicAndOtherModelsAreNot() {
    assertEquals(Host.ANTHROPIC, Host.of(at("anthropic", "claude-opus-4-8", "https://proxy.test")));
    assertEquals(
        Host.OTHER, Host.of(at("anthropic", "kimi-k2", "https://api.moonshot.ai/anthropic")));
    assertEquals(Host.OTHER, Host.of(at("azure_ai", "messages/deepseek", "https://r.test")));
  }

  @Test
  void itIsSaidWhoSearchesTheWeb() {
    assertTrue(PROVIDER.searches(request(), at("anthropic", "claude-opus-4-8", null)));
    assertTrue(PROVIDER.searches(request(), at("azure_ai", "claude-opus-4-8", "https://r.test")));
    assertTrue(PROVIDER.searches(request(), vertex()));
    assertFalse(PROVIDER.searches(request(), at("bedrock", "us.anthropic.claude-opus-4-8", null)));
    assertFalse(
        PROVIDER.searches(request(), at("bedrock", "messages/anthropic.claude-opus-4-8", null)));
    assertFalse(
        PROVIDER.searches(request(), at("deepseek", "messages/deepseek-v4-pro", "https://x.test")));
  }

  @Test
  void anthropicsAndAzuresCountIsAskedBesideTheMessages() throws Exception {
    for (Deployment target :
        List.of(
            at("anthropic", "claude-opus-4-8", null),
            at("azure_ai", "claude-opus-4-8", "https://r.test"),
            at("bedrock", "messages/anthropic.claude-opus-4-8", null))) {
      UpstreamRequest asked = counting(target).encode(request()).request();
      assertTrue(asked.uri().toString().endsWith("/v1/messages/count_tokens"));
      MessageCountTokensParams.Body body =
          ObjectMappers.jsonMapper()
              .readValue(asked.body(), MessageCountTokensParams.Body.class)
              .validate();
      assertEquals(Map.of(), body._additionalProperties());
      assertEquals(
          12, counting(target).read("{\"input_tokens\":12}".getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void vertexCountsUnderAModelOfThatName() {
    UpstreamRequest asked = counting(vertex()).encode(request()).request();
    assertEquals(
        "https://us-east5-aiplatform.googleapis.com/v1/projects/p-1/locations/us-east5"
            + "/publishers/anthropic/models/count-tokens:rawPredict",
        asked.uri().toString());
    assertEquals(
        "{\"anthropic_version\":\"vertex-2023-10-16\",\"model\":\"claude-sonnet-4-5\","
            + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
        new String(asked.body(), StandardCharsets.UTF_8));
  }

  @Test
  void bedrocksMessagesAreSignedByTheProfileThatIsSet() {
    Deployment target =
        at("bedrock", "messages/anthropic.claude-opus-4-8", null)
            .withDefaults(Map.of("aws_profile_name", RawJson.of("\"team\"")));
    Authentication.AwsSignature signature =
        (Authentication.AwsSignature) PROVIDER.authentication(target);
    assertEquals("bedrock-mantle", signature.service());
    assertEquals("team", signature.profile());
  }

  @Test
  void bedrockCountsAWholeInvocation() {
    Provider.Counting counting = counting(at("bedrock", "us.anthropic.claude-opus-4-8", null));
    UpstreamRequest asked =
        counting
            .encode(
                RequestReader.readForCounting(
                    REQUEST.replace("\"max_tokens\":9,", "").getBytes(StandardCharsets.UTF_8)))
            .request();
    assertEquals(
        "https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-opus-4-8/count-tokens",
        asked.uri().toString());
    JsonNode body = JsonMapper.shared().readTree(asked.body());
    byte[] invoked = Base64.getDecoder().decode(body.at("/input/invokeModel/body").stringValue());
    JsonNode inner = JsonMapper.shared().readTree(invoked);
    assertEquals(1024, inner.path("max_tokens").intValue());
    assertEquals(List.of(), AnthropicRules.check(AnthropicRules.Host.BEDROCK, inner, List.of()));
    assertEquals(7, counting.read("{\"inputTokens\":7}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void othersDoNotCount() {
    assertNull(PROVIDER.counting(at("deepseek", "messages/deepseek-v4-pro", "https://x.test")));
  }

  private static Provider.Counting counting(Deployment target) {
    return Objects.requireNonNull(PROVIDER.counting(target));
  }

  private static String service(Deployment target) {
    return ((Authentication.AwsSignature) PROVIDER.authentication(target)).service();
  }

  private static MessagesRequest request() {
    return RequestReader.read(REQUEST.getBytes(StandardCharsets.UTF_8));
  }

  private static Deployment vertex() {
    return Deployment.of("m", "vertex_ai", "claude-sonnet-4-5@20250929")
        .withDefaults(
            Map.of(
                "vertex_project",
                RawJson.of("\"p-1\""),
                "vertex_location",
                RawJson.of("\"us-east5\"")));
  }

  private static Deployment at(String provider, String model, @Nullable String base) {
    Deployment plain = Deployment.of("m", provider, model);
    return base == null ? plain : plain.at(base, null);
  }
}
