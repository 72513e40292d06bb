package dev.dragoman.local;

import dev.dragoman.fixture.ChatRules;
import dev.dragoman.fixture.ChatScripts;
import dev.dragoman.fixture.HttpExchange;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.fixture.upstream.GeminiForm;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.fixture.upstream.ScriptedUpstream;
import dev.dragoman.fixture.upstream.UpstreamForm.Written;
import dev.dragoman.fixture.upstream.VertexForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The providers of the tutorial, each under its own rules; all say that it is Paris. */
final class TutorialServers implements AutoCloseable {
  static final String ANSWER = "Paris.";
  static final String VERTEX = "/v1/projects/my-test-project/locations/us-east-1/publishers/";
  static final String CLAUDE = VERTEX + "anthropic/models/claude-3-sonnet@20240229";
  static final String KEY = "sk-1234567890";

  final ScriptedChatServer openAi = ScriptedChatServer.start(request -> ChatScripts.text(ANSWER));
  final ScriptedChatServer azure =
      ScriptedChatServer.start(
          ChatRules.openAi().keyIn("api-key"), request -> ChatScripts.text(ANSWER));
  final ScriptedUpstream gemini =
      ScriptedUpstream.start(GeminiForm.aiStudio(), heard -> ModelAnswer.of(ANSWER));
  final ScriptedUpstream vertex =
      ScriptedUpstream.start(new VertexForm(CLAUDE), heard -> ModelAnswer.of(ANSWER));

  private final HttpExchange tokens =
      HttpExchange.start(request -> {
        String token = "{\"access_token\":\"" + VertexForm.TOKEN + "\",\"expires_in\":3599}";
        byte[] body = token.getBytes(StandardCharsets.UTF_8);
        return new Written(200, "application/json", List.of(body), false);
      });
  private final Path account;

  /**
   * @param folder for the service account's file
   */
  TutorialServers(Path folder) throws IOException {
    account = Files.writeString(folder.resolve("service-account.json"), account());
  }

  /** A gateway with the tutorial's file as it is, and these servers in the environment. */
  GatewayProcess gateway(Path folder) throws IOException {
    Path config = folder.resolve("config.yaml");
    try (var tutorial =
        TutorialServers.class.getResourceAsStream("/config/non-anthropic-models.yaml")) {
      Files.write(config, tutorial.readAllBytes());
    }
    Map<String, String> variables = new HashMap<>();
    variables.put("OPENAI_BASE_URL", openAi.baseUrl());
    variables.put("OPENAI_API_KEY", "sk-openai");
    variables.put("LITELLM_MASTER_KEY", KEY);
    variables.put("GEMINI_API_BASE", gemini.baseUrl());
    variables.put("GEMINI_API_KEY", "sk-upstream");
    variables.put("AZURE_API_KEY", "azure");
    variables.put("AZURE_API_BASE", azure.baseUrl());
    variables.put("GOOGLE_VERTEX_BASE_URL", vertex.baseUrl());
    variables.put("VERTEX_FILE_PATH_ENV_VAR", account.toString());
    return GatewayProcess.start(folder, variables, "--config", config.toString());
  }

  /** Fails with all that a provider would have refused. */
  void assertClean() {
    openAi.assertClean();
    azure.assertClean();
    gemini.assertClean();
    vertex.assertClean();
  }

  private String account() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      String pem =
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getEncoder().encodeToString(key)
              + "\n-----END PRIVATE KEY-----\n";
      Map<String, String> file =
          Map.of(
              "type", "service_account",
              "project_id", "p-1",
              "client_id", "1",
              "private_key_id", "k",
              "client_email", "sa@p-1.iam.gserviceaccount.com",
              "private_key", pem,
              "token_uri", tokens.baseUrl() + "/token");
      return JsonMapper.shared().writeValueAsString(file);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    openAi.close();
    azure.close();
    gemini.close();
    vertex.close();
    tokens.close();
  }
}
