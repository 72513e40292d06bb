package dev.dragoman.admin;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.Policy;
import dev.dragoman.config.ConfigReader;
import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import dev.dragoman.provider.catalogue.Providers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What models that come by the management API may not have. */
final class ModelSafetyTest {
  private static final String SECRET = "sk-planted-0123456789abcdefghij";

  private static Policy policy(boolean open, String... prefixes) {
    return new Policy(null, null, null, false, true, List.of(prefixes), open);
  }

  private static String entry(String params) {
    return "{\"model_name\":\"m\",\"litellm_params\":{" + params + "}}";
  }

  private static String address(String address) {
    return entry(
        "\"model\":\"openai/m\",\"api_key\":\"none\",\"api_base\":"
            + Json.text(out -> out.writeString(address)));
  }

  private static void check(Policy policy, String json) {
    ModelSafety safety = new ModelSafety(policy);
    RawJson sent = RawJson.of(json);
    safety.check(sent);
    safety.check(
        new ConfigReader(Providers.known(), name -> null).readModel(sent, "id").deployment());
  }

  private static String refusal(Policy policy, String json) {
    ApiException refused = assertThrows(ApiException.class, () -> check(policy, json), json);
    assertEquals(400, refused.error().status());
    assertFalse(refused.error().message().contains("planted"), refused.error().message());
    return refused.error().message();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:4000",
        "http://LOCALHOST.",
        "http://a.localhost",
        "http://127.0.0.1",
        "http://127.1",
        "http://2130706433/v1",
        "http://0x7f000001",
        "http://0x7f.1",
        "http://0177.0.0.1",
        "http://017700000001",
        "http://127.0.0.1.",
        "http://127.0.0.1:80/",
        "http://0.0.0.0",
        "http://0",
        "http://[::1]:8080/v1",
        "http://[::]",
        "http://[::ffff:127.0.0.1]",
        "http://[::ffff:7f00:1]",
        "http://[0:0:0:0:0:ffff:a9fe:a9fe]",
        "http://[fe80::1]",
        "http://[fe80::1%25eth0]",
        "http://[fd00:ec2::254]/latest",
        "http://[fc00::1]",
        "http://[64:ff9b::7f00:1]",
        "http://169.254.169.254/latest/meta-data",
        "http://2852039166",
        "http://0xa9fea9fe",
        "http://0251.0376.0251.0376",
        "http://169.254.43518",
        "http://169.254.170.2/v2/credentials",
        "http://metadata.google.internal",
        "http://metadata.google.internal./",
        "http://METADATA.google.INTERNAL",
        "http://metadata",
        "http://10.1.2.3",
        "http://172.16.9.9",
        "http://192.168.0.10:11434",
        "http://100.64.0.1",
        "http://224.0.0.1",
        "http://my_vllm:8000",
        "http://host.docker.internal:1234",
        "http://api.default.svc.cluster.local",
        "http://printer.local",
        "http://router.home.arpa",
        "http://user:pass@example.com",
        "http://127.0.0.1@example.com",
        "http://example.com@127.0.0.1",
        "http://127.0.0.1%2f.example.com",
        "http://%31%32%37.0.0.1",
        "http://１２７.0.0.1",
        "http://127。0。0。1",
        "http://ⓛocalhost",
        "http:\\\\127.0.0.1",
        "http:/127.0.0.1",
        "http:///127.0.0.1",
        "//127.0.0.1",
        "127.0.0.1:8080",
        "localhost",
        "gopher://127.0.0.1"
      })
  void anInnerAddressIsRefusedInEverySpelling(String address) {
    ModelSafety safety = new ModelSafety(Policy.DEFAULT);
    RawJson sent = RawJson.of(address(address));
    assertThrows(ApiException.class, () -> safety.check(sent), address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com/v1", "https://my-res.openai.azure.com", "http://8.8.8.8:8000/v1",
        "https://[2606:4700:4700::1111]/v1", "https://xn--bcher-kva.example",
            "https://a.b.c.d.example:8443",
        "https://1.example.com", "https://localhost.example.com"
      })
  void aPublicAddressIsTaken(String address) {
    assertDoesNotThrow(() -> check(Policy.DEFAULT, address(address)));
  }

  @Test
  void theOperatorCanOpenAddresses() {
    assertDoesNotThrow(() -> check(policy(true), address("http://192.168.0.10:11434/v1")));
    assertDoesNotThrow(() -> check(policy(true), entry("\"model\":\"ollama/llama3\"")));
    assertTrue(
        refusal(Policy.DEFAULT, entry("\"model\":\"ollama/llama3\""))
            .contains("allow_private_api_base"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"search_api_base\":\"http://127.0.0.1\"",
        "\"base_url\":\"http://10.0.0.1\"",
        "\"aws_sts_endpoint\":\"http://169.254.170.2\"",
        "\"aws_bedrock_runtime_endpoint\":\"https://127.0.0.1\"",
        "\"anything\":{\"deep\":[\"see http://169.254.169.254/x\"]}",
        "\"azure_authority\":\"localhost\"",
        "\"extra_headers\":{\"Host\":\"example.com\"}",
        "\"extra_headers\":{\"x-next\":\"http://127.0.0.1/\"}"
      })
  void noOtherFieldHoldsAnInnerAddressEither(String field) {
    refusal(Policy.DEFAULT, entry("\"model\":\"openai/m\"," + field));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"vertex_location\":\"evil.example/x?\"",
        "\"aws_region_name\":\"evil.example/\"",
        "\"aws_sts_endpoint\":\"https://evil.example\"",
        "\"aws_bedrock_runtime_endpoint\":\"https://amazonaws.com.evil.example\"",
        "\"aws_profile_name\":\"admin\""
      })
  void theGatewaysIdentityIsShownToNobodyElse(String field) {
    refusal(Policy.DEFAULT, entry("\"model\":\"bedrock/m\"," + field));
  }

  @Test
  void anOwnAddressGetsNoKeyThatWasNotNamed() {
    for (String model : List.of("openai/m", "azure/m", "groq/m", "anthropic/m", "gemini/m")) {
      String sent = entry("\"model\":\"" + model + "\",\"api_base\":\"https://evil.example\"");
      assertTrue(refusal(Policy.DEFAULT, sent).contains("usual key is not sent"), model);
    }
    String managed =
        entry(
            "\"model\":\"azure/m\",\"api_base\":\"https://evil.example\",\"client_secret\":\"none\"");
    refusal(Policy.DEFAULT, managed);
    for (String model : List.of("vertex_ai/gemini-x", "bedrock/anthropic.claude-x")) {
      refusal(
          Policy.DEFAULT,
          entry(
              "\"model\":\""
                  + model
                  + "\",\"api_key\":\"none\",\"api_base\":\"https://evil.example\""));
    }
    assertDoesNotThrow(() ->
        check(
            Policy.DEFAULT,
            entry("\"model\":\"azure/m\",\"api_base\":\"https://r.openai.azure.com\"")));
    assertDoesNotThrow(() -> check(Policy.DEFAULT, entry("\"model\":\"openai/gpt-4o\"")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"api_key\":\"os.environ/OPENAI_API_KEY\"",
        "\"api_key\":\" os.environ/OPENAI_API_KEY\"",
        "\"api_key\":\"OS.ENVIRON/OPENAI_API_KEY\"",
        "\"api_version\":\"os.environ/AWS_SECRET_ACCESS_KEY\"",
        "\"extra_headers\":{\"x-a\":\"os.environ/PLANTED\"}",
        "\"extra_headers\":{\"os.environ/PLANTED\":\"a\"}",
        "\"metadata\":{\"a\":[{\"b\":\"os.environ/PLANTED\"}]}",
        "\"rpm\":\"os.environ/PLANTED\"",
        "\"api_key\":\"ssm:/other/key\"",
        "\"api_key\":\"secretsmanager:other#key\""
      })
  void noReferenceIsTakenThatTheOperatorHasNotListed(String field) {
    refusal(Policy.DEFAULT, entry("\"model\":\"openai/m\"," + field));
    refusal(policy(false, "ssm:/dragoman/", ""), entry("\"model\":\"openai/m\"," + field));
  }

  @Test
  void oneThatIsListedIsTakenWhereASecretBelongs() {
    Policy policy = policy(false, "ssm:/dragoman/", "os.environ/TEAM_");
    assertDoesNotThrow(
        () -> check(policy, entry("\"model\":\"openai/m\",\"api_key\":\"ssm:/dragoman/openai\"")));
    assertDoesNotThrow(() ->
        check(
            policy,
            entry("\"model\":\"openai/m\",\"extra_headers\":{\"x-key\":\"os.environ/TEAM_KEY\"}")));
    refusal(policy, entry("\"model\":\"openai/m\",\"api_key\":\"ssm:/dragoman/../other\""));
    assertTrue(
        refusal(policy, entry("\"model\":\"openai/m\",\"api_version\":\"os.environ/TEAM_KEY\""))
            .contains("what stands here is shown"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"api_key\":\"" + SECRET + "\"",
        "\"aws_secret_access_key\":\"planted\"",
        "\"aws_web_identity_token\":\"/var/run/planted\"",
        "\"azure_ad_token\":\"oidc/planted\"",
        "\"vertex_credentials\":\"/etc/planted.json\"",
        "\"vertex_credentials\":\"{\\\"private_key\\\":\\\"planted\\\"}\"",
        "\"vertex_credentials\":{\"type\":\"external_account\",\"credential_source\":{\"file\":\"/planted\"}}",
        "\"extra_headers\":{\"Authorization\":\"Bearer planted\"}",
        "\"headers\":{\"x-anything\":\"planted\"}",
        "\"metadata\":{\"db_password\":{\"a\":\"planted\"}}",
        "\"metadata\":{\"note\":\"it is " + SECRET + "\"}"
      })
  void noSecretIsTakenItself(String field) {
    String refusal = refusal(Policy.DEFAULT, entry("\"model\":\"openai/m\"," + field));
    assertTrue(refusal.contains("SSM or Secrets Manager"), refusal);
  }

  @Test
  void whatLooksLikeASecretAndIsNoneIsTaken() {
    assertDoesNotThrow(() ->
        check(
            Policy.DEFAULT,
            entry(
                "\"model\":\"openai/m\",\"max_tokens\":\"100\",\"input_cost_per_token\":\"0.1\","
                    + "\"prompt_cache_key\":\"abc\",\"extra_headers\":{\"X-Title\":\"us\"},"
                    + "\"mock_response\":\"go to http://localhost\",\"api_key\":\"none\"")));
  }

  @Test
  void aRefusalNamesTheFieldAndNeverAValue() {
    assertEquals(
        "litellm_params.extra_headers.x-key: names a secret that allowed_secret_prefixes does not"
            + " list: what is sent to the API may name no other; without api_key the provider's"
            + " usual variable is used",
        refusal(
            Policy.DEFAULT,
            entry("\"model\":\"openai/m\",\"extra_headers\":{\"x-key\":\"os.environ/PLANTED\"}")));
    assertTrue(
        refusal(Policy.DEFAULT, entry("\"model\":\"openai/m\",\"api_key:" + SECRET + "\":\"x\""))
            .contains("litellm_params.?: "));
  }

  @Test
  void depthAndLengthsAreBounded() {
    refusal(
        Policy.DEFAULT, entry("\"model\":\"openai/m\",\"a\":" + "[".repeat(30) + "]".repeat(30)));
    refusal(Policy.DEFAULT, entry("\"model\":\"openai/m\",\"a\":\"" + "x".repeat(20_000) + "\""));
    refusal(Policy.DEFAULT, entry("\"model\":\"openai/m\",\"" + "x".repeat(300) + "\":1"));
  }
}
