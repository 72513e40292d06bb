package dev.dragoman.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderDefaultsTest {
  private final Map<String, String> variables = new HashMap<>();

  private Deployment read(String... parameters) {
    return new ConfigReader(Samples.PROVIDERS, variables::get)
        .read(Samples.entry(parameters))
        .deployments()
        .getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "openai, OPENAI_BASE_URL",
    "openai, OPENAI_API_BASE",
    "azure, AZURE_API_BASE",
    "azure_ai, AZURE_AI_API_BASE",
    "anthropic, ANTHROPIC_API_BASE",
    "gemini, GEMINI_API_BASE",
    "gemini, GOOGLE_GEMINI_BASE_URL",
    "vertex_ai, GOOGLE_VERTEX_BASE_URL"
  })
  void anAddressOfTheEnvironmentStandsInForOneThatIsNotSet(String provider, String variable) {
    variables.put(variable, "http://127.0.0.1:9/base/");
    assertEquals("http://127.0.0.1:9/base", read("model: " + provider + "/m").apiBase());
    assertEquals(
        "http://127.0.0.1:8",
        read("model: " + provider + "/m", "api_base: http://127.0.0.1:8").apiBase());
  }

  @Test
  void theAddressAtWhichClaudeCodeFindsThisGatewayIsNotThatOfAnthropic() {
    variables.put("ANTHROPIC_BASE_URL", "http://127.0.0.1:4000");
    assertNull(read("model: anthropic/claude-sonnet-5").apiBase());
  }

  @Test
  void theVersionInAnAddressOfAzureBecomesASetting() {
    String address =
        "https://x.openai.azure.com/openai/deployments/d?api-version=2025-01-01-preview";
    Deployment deployment = read("model: azure/d", "api_base: " + address);
    assertEquals("https://x.openai.azure.com/openai/deployments/d", deployment.apiBase());
    assertEquals(Map.of("api_version", text("2025-01-01-preview")), deployment.settings());
    Deployment set = read("model: azure/d", "api_base: " + address, "api_version: 2024-02-01");
    assertEquals(text("2024-02-01"), set.settings().get("api_version"));
  }

  @Test
  void aQueryInAnotherProvidersAddressIsNotTakenForAVersion() {
    ConfigFaults faults =
        Samples.faults(Samples.entry("model: openai/m", "api_base: http://h/?api-version=1"));
    assertEquals(1, faults.faults().size(), faults::getMessage);
  }

  @Test
  void entraIsAskedWhereAzureHasNoKey() {
    variables.put("AZURE_TENANT_ID", "ten");
    variables.put("AZURE_CLIENT_ID", "cli");
    variables.put("AZURE_CLIENT_SECRET", "s3cret");
    variables.put("AZURE_AD_TOKEN", "token");
    assertEquals(
        Map.of(
            "tenant_id", text("ten"),
            "client_id", text("cli"),
            "client_secret", text("os.environ/AZURE_CLIENT_SECRET")),
        read("model: azure/m", "api_base: http://h").settings());
    assertEquals(Map.of(), read("model: azure/m", "api_base: http://h", "api_key: k").settings());
    variables.remove("AZURE_CLIENT_SECRET");
    assertEquals(
        Map.of("azure_ad_token", text("os.environ/AZURE_AD_TOKEN")),
        read("model: azure/m", "api_base: http://h").settings());
    variables.put("AZURE_API_KEY", "k");
    assertEquals(Map.of(), read("model: azure/m", "api_base: http://h").settings());
  }

  @Test
  void vertexTakesItsPlaceAndCredentialsFromTheEnvironment() {
    variables.put("VERTEXAI_PROJECT", "p");
    variables.put("VERTEX_LOCATION", "global");
    variables.put("VERTEXAI_CREDENTIALS", "{\"type\": \"service_account\"}");
    assertEquals(
        Map.of(
            "vertex_project", text("p"),
            "vertex_location", text("global"),
            "vertex_credentials", text("os.environ/VERTEXAI_CREDENTIALS")),
        read("model: vertex_ai/gemini-3-pro").settings());
  }

  @Test
  void bedrockTakesItsRegionAndEndpointFromTheEnvironment() {
    variables.put("AWS_REGION", "eu-central-1");
    variables.put("AWS_BEDROCK_RUNTIME_ENDPOINT", "http://127.0.0.1:9");
    assertEquals(
        Map.of(
            "aws_region_name", text("eu-central-1"),
            "aws_bedrock_runtime_endpoint", text("http://127.0.0.1:9")),
        read("model: bedrock/m").settings());
    assertEquals(
        text("us-west-2"),
        read("model: bedrock/m", "aws_region_name: us-west-2").settings().get("aws_region_name"));
  }

  private static RawJson text(String value) {
    return ProviderDefaults.text(value);
  }
}
