package dev.dragoman.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TutorialConfigTest {
  private final GatewayConfig config = Samples.read(Samples.tutorial());

  TutorialConfigTest() throws IOException {}

  private Deployment deployment(int index) {
    return config.deployments().get(index);
  }

  @Test
  void everyEntryIsADeployment() {
    assertEquals(
        List.of(
            "gpt-4o = openai/gpt-4o",
            "gpt-4o-mini = openai/gpt-4o-mini",
            "gemini-3.0-flash-exp = gemini/gemini-3.0-flash-exp",
            "vertex-gemini-3-flash-preview = vertex_ai/gemini-3-flash-preview",
            "anthropic-vertex = vertex_ai/claude-3-sonnet@20240229",
            "azure-gpt-4 = azure/gpt-4",
            "gpt-4o = openai/gpt-4o",
            "gpt-4o = azure/gpt-4o"),
        config.deployments().stream()
            .map(d -> d.modelName() + " = " + d.provider() + "/" + d.model())
            .toList());
    config.deployments().forEach(d -> assertEquals(Origin.CONFIG, d.origin()));
  }

  @Test
  void keysStayReferences() {
    assertEquals(SecretRef.environment("OPENAI_API_KEY"), deployment(0).apiKey());
    assertEquals(SecretRef.environment("GEMINI_API_KEY"), deployment(2).apiKey());
    assertNull(deployment(3).apiKey());
    assertEquals(SecretRef.environment("AZURE_API_KEY"), deployment(5).apiKey());
    assertEquals(SecretRef.environment("LITELLM_MASTER_KEY"), config.masterKey());
  }

  @Test
  void anAddressInAVariableIsRead() {
    assertEquals("https://example.openai.azure.com", deployment(5).apiBase());
    assertEquals(Map.of("api_version", RawJson.of("\"2024-02-01\"")), deployment(5).settings());
  }

  @Test
  void bothSpellingsOfVertexComeToOne() {
    Map<String, RawJson> settings =
        Map.of(
            "vertex_project", RawJson.of("\"my-test-project\""),
            "vertex_location", RawJson.of("\"us-east-1\""),
            "vertex_credentials", RawJson.of("\"os.environ/VERTEX_FILE_PATH_ENV_VAR\""));
    assertEquals(settings, deployment(3).settings());
    assertEquals(settings, deployment(4).settings());
  }

  @Test
  void theSameEntryAgainHasItsOwnId() {
    assertEquals(deployment(0).id() + "-2", deployment(6).id());
    assertEquals(8, config.deployments().stream().map(Deployment::id).distinct().count());
  }

  @Test
  void settingsAreKeptAndTheDatabaseIsNamedInTheWarning() {
    assertEquals(
        Map.of(
            "routing_strategy", RawJson.of("\"simple-shuffle\""),
            "num_retries", RawJson.of("2"),
            "timeout", RawJson.of("30")),
        config.routerSettings());
    assertEquals("PT30S", "" + config.configured().settings().timeout());
    assertEquals(Map.of(), config.litellmSettings());
    assertEquals(Map.of("store_model_in_db", RawJson.of("true")), config.generalSettings());
    assertEquals(Map.of("store_model_in_db", RawJson.of("true")), config.policy());
    assertEquals(
        List.of("These settings have no meaning here: litellm_settings.database_url."),
        config.warnings());
  }
}
