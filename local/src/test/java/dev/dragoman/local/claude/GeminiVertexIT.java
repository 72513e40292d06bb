package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.HttpExchange;
import dev.dragoman.fixture.upstream.GeminiForm;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.fixture.upstream.Received;
import dev.dragoman.fixture.upstream.UpstreamForm.Written;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claude Code through Gemini on Vertex, with a service account whose tokens a server gives. */
final class GeminiVertexIT {
  private static final String TOKEN =
      "{\"access_token\":\"ya29.scripted\",\"expires_in\":3600,\"token_type\":\"Bearer\"}";

  @TempDir private Path folder;

  private final List<Received> asked = new CopyOnWriteArrayList<>();

  @Test
  void aSessionRunsOnOneTokenOfItsServiceAccount() throws Exception {
    try (HttpExchange tokens = HttpExchange.start(this::token)) {
      Path account = Files.writeString(folder.resolve("account.json"), account(tokens.baseUrl()));
      ModelAnswer call =
          ModelAnswer.empty()
              .thinking("I look.", "c2lnbmF0dXJlMQ==")
              .call("call_1", "Bash", DialectScene.json(Map.of("command", "echo hi")));
      try (DialectScene scene =
          DialectScene.answering(
              GeminiForm.vertex(account.toString()), folder, call, ModelAnswer.of("It says hi."))) {
        assertEquals("It says hi.", scene.run("say hi").answer());
        assertEquals("hi", scene.result(1, 0));
        assertEquals(List.of("c2lnbmF0dXJlMQ=="), scene.heard().get(1).signatures());
        for (Received request : scene.upstream().requests()) {
          assertEquals("Bearer ya29.scripted", request.header("authorization").orElse(""));
          assertTrue(request.path().startsWith("/v1/projects/p-1/locations/global/"));
        }
      }
    }
    assertEquals(1, asked.size(), "one token for the session");
    String form = new String(asked.getFirst().body(), StandardCharsets.UTF_8);
    assertTrue(form.contains("assertion="), form);
  }

  private Written token(Received request) {
    asked.add(request);
    byte[] body = TOKEN.getBytes(StandardCharsets.UTF_8);
    return new Written(200, "application/json", List.of(body), false);
  }

  /** A service account's file, as the console of Google's cloud gives it. */
  private static String account(String server) throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    byte[] key = keys.generateKeyPair().getPrivate().getEncoded();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getEncoder().encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n";
    return DialectScene.json(
        Map.of(
            "type", "service_account",
            "project_id", "p-1",
            "client_id", "1",
            "client_email", "sa@p-1.iam.gserviceaccount.com",
            "private_key_id", "k",
            "private_key", pem,
            "token_uri", server + "/token"));
  }
}
