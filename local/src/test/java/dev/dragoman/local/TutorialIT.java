package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dragoman.fixture.ChatRules;
import dev.dragoman.fixture.ChatScripts;
import dev.dragoman.fixture.ScriptedChatServer;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The configuration of LiteLLM's tutorial "Use Claude Code with Non-Anthropic Models". */
final class TutorialIT {
  private static final String KEY = "sk-1234567890";

  @TempDir private Path folder;

  @Test
  void itStartsListsItsModelsAndServesThoseOfOpenAiAndAzure() throws Exception {
    try (ScriptedChatServer openAi =
            ScriptedChatServer.start(request -> ChatScripts.text("Paris."));
        ScriptedChatServer azure =
            ScriptedChatServer.start(
                ChatRules.openAi().keyIn("api-key"), request -> ChatScripts.text("Paris."));
        GatewayProcess gateway = start(openAi, azure)) {
      HttpResponse<String> models = Http.get(gateway.baseUrl(), "/v1/models", KEY);
      Set<String> names = new TreeSet<>();
      for (JsonNode model : Http.json(models).path("data")) {
        names.add(model.path("id").stringValue());
      }
      assertEquals(
          Set.of(
              "gpt-4o",
              "gpt-4o-mini",
              "gemini-3.0-flash-exp",
              "vertex-gemini-3-flash-preview",
              "anthropic-vertex",
              "azure-gpt-4"),
          names);
      for (String model : List.of("gpt-4o", "gpt-4o", "gpt-4o-mini", "azure-gpt-4")) {
        HttpResponse<String> answer = Http.post(gateway.baseUrl(), KEY, request(model));
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("Paris.", Http.json(answer).at("/content/0/text").stringValue());
      }
      openAi.assertClean();
      azure.assertClean();
      assertEquals(
          "/v1/openai/deployments/gpt-4/chat/completions?api-version=2024-02-01",
          azure.requests().getLast().path());
    }
  }

  @Test
  void noneOfItsModelsIsLeftUnserved() throws Exception {
    try (ScriptedChatServer openAi = ScriptedChatServer.answering();
        GatewayProcess gateway = start(openAi, openAi)) {
      assertFalse(gateway.greeting().contains("not served"), gateway.greeting());
    }
  }

  private GatewayProcess start(ScriptedChatServer openAi, ScriptedChatServer azure)
      throws Exception {
    Path config = folder.resolve("config.yaml");
    try (InputStream tutorial =
        TutorialIT.class.getResourceAsStream("/config/non-anthropic-models.yaml")) {
      Files.write(config, tutorial.readAllBytes());
    }
    Map<String, String> variables =
        Map.of(
            "OPENAI_BASE_URL", openAi.baseUrl(),
            "OPENAI_API_KEY", "sk-openai",
            "LITELLM_MASTER_KEY", KEY,
            "GEMINI_API_KEY", "gemini",
            "AZURE_API_KEY", "azure",
            "AZURE_API_BASE", azure.baseUrl(),
            "VERTEX_FILE_PATH_ENV_VAR", "/nowhere.json");
    return GatewayProcess.start(folder, variables, "--config", config.toString());
  }

  private static String request(String model) {
    return """
    {"model": "%s", "max_tokens": 1000,
     "messages": [{"role": "user", "content": "What is the capital of France?"}]}\
    """
        .formatted(model);
  }
}
