package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ChatScripts;
import dev.dragoman.fixture.ScriptedChatServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a newcomer sees of {@code ./dragoman}. */
final class ServeIT {
  private static final String QUESTION =
      """
      {"model": "%s", "max_tokens": 1000, "stream": %s,
       "messages": [{"role": "user", "content": "What is the capital of France?"}]}\
      """;

  @TempDir private Path folder;

  @Test
  void withoutAnyConfigurationTheDemoModelAnswers() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.start(folder, Map.of())) {
      String key = Files.readString(folder.resolve("data/master-key")).strip();
      assertTrue(gateway.greeting().contains(key), gateway.greeting());
      assertTrue(gateway.greeting().contains("export ANTHROPIC_BASE_URL=" + gateway.baseUrl()));
      HttpResponse<String> answer =
          Http.post(gateway.baseUrl(), key, QUESTION.formatted("claude-demo", false));
      assertEquals(200, answer.statusCode(), answer.body());
      assertTrue(
          Http.json(answer).at("/content/0/text").stringValue().contains("capital of France"));
      assertTrue(answer.headers().firstValue("request-id").orElse("").startsWith("req_"));
    }
  }

  @Test
  void theDemoModelCallsAToolWhenAskedTo() throws Exception {
    String request =
        """
        {"model": "demo", "max_tokens": 1000,
         "messages": [{"role": "user", "content": "Use get_weather for 'Paris', please."}],
         "tools": [{"name": "get_weather", "input_schema": {"type": "object",
           "properties": {"city": {"type": "string"}}, "required": ["city"]}}]}\
        """;
    try (GatewayProcess gateway =
        GatewayProcess.start(folder, Map.of("LITELLM_MASTER_KEY", GatewayProcess.KEY))) {
      JsonNode answer = Http.json(Http.post(gateway.baseUrl(), GatewayProcess.KEY, request));
      assertEquals("tool_use", answer.path("stop_reason").stringValue());
      assertEquals("get_weather", answer.at("/content/0/name").stringValue());
      assertEquals("Paris", answer.at("/content/0/input/city").stringValue());
    }
  }

  @Test
  void theKeyItMakesIsNobodyElsesToRead() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.start(folder, Map.of())) {
      Path key = folder.resolve("data/master-key");
      assertEquals(
          PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(key));
      assertEquals("*\n", Files.readString(folder.resolve("data/.gitignore")));
      String first = Files.readString(key);
      gateway.interrupt();
      assertTrue(gateway.ended());
      try (GatewayProcess again = GatewayProcess.start(folder, Map.of())) {
        assertEquals(first, Files.readString(key));
      }
    }
  }

  @Test
  void aWeakKeyIsRefusedWithTheReason() {
    IOException refused =
        assertThrows(
            IOException.class,
            () -> GatewayProcess.start(folder, Map.of("LITELLM_MASTER_KEY", "sk-1234")));
    assertTrue(refused.toString().contains("sk-1234 stands in every tutorial"));
  }

  @Test
  void anUnknownCommandIsNamed() {
    assertEquals(2, Dragoman.run("bogus"));
  }

  @Test
  void faultsOfAConfigurationAreAllToldWithTheirPlace() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"), "model_list:\n  - model_name: a\n  - model_name: b\n");
    IOException refused =
        assertThrows(
            IOException.class,
            () -> GatewayProcess.start(folder, Map.of(), "--config", config.toString()));
    assertTrue(refused.toString().contains("config.yaml:2:5 model_list.0.litellm_params"));
    assertTrue(refused.toString().contains("config.yaml:3:5 model_list.1.litellm_params"));
  }

  @Test
  void theDetailedLogShowsBothSidesAndNoKey() throws Exception {
    try (ScriptedChatServer upstream = ScriptedChatServer.answering(ChatScripts.text("Paris."));
        GatewayProcess gateway = start(upstream, "--detailed_debug")) {
      Http.post(gateway.baseUrl(), GatewayProcess.KEY, QUESTION.formatted("gpt-4o", true));
      String log = gateway.log();
      assertTrue(log.contains("client asks") && log.contains("provider is asked"), log);
      assertTrue(log.contains("provider says") && log.contains("event: message_stop"), log);
      assertFalse(log.contains("sk-upstream-secret"), log);
      assertFalse(log.contains(GatewayProcess.KEY), log);
    }
  }

  @Test
  void aStreamInFlightMayEndWhenItIsToldToStop() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ChatScript script =
        ChatScript.stream()
            .text("To")
            .signal(begun)
            .pause(goOn)
            .text("gether")
            .finish("stop")
            .usage(10, 2, 0, 0)
            .done();
    try (ScriptedChatServer upstream = ScriptedChatServer.answering(script);
        GatewayProcess gateway = start(upstream)) {
      String question = QUESTION.formatted("gpt-4o", true);
      CompletableFuture<HttpResponse<String>> answer =
          CompletableFuture.supplyAsync(() -> {
            try {
              return Http.post(gateway.baseUrl(), GatewayProcess.KEY, question);
            } catch (IOException | InterruptedException e) {
              throw new AssertionError(e);
            }
          });
      begun.await();
      gateway.interrupt();
      goOn.countDown();
      assertTrue(answer.get().body().contains("event: message_stop"), answer.get().body());
      assertTrue(gateway.ended());
    }
  }

  @Test
  void aKeyThatIsNotSetIsNamedAndNotRetried() throws Exception {
    try (ScriptedChatServer upstream = ScriptedChatServer.answering()) {
      Path config = Configs.gpt4o(folder, upstream.baseUrl());
      try (GatewayProcess gateway =
          GatewayProcess.start(folder, Map.of(), "--config", config.toString())) {
        HttpResponse<String> answer =
            Http.post(gateway.baseUrl(), GatewayProcess.KEY, QUESTION.formatted("gpt-4o", true));
        assertEquals(500, answer.statusCode());
        assertTrue(answer.body().contains("UPSTREAM_KEY is not set"), answer.body());
        assertEquals("false", answer.headers().firstValue("x-should-retry").orElse(""));
      }
    }
  }

  @Test
  void whatTheServerItselfRefusesHasTheEnvelopeAndAnIdToo() throws Exception {
    try (GatewayProcess gateway =
        GatewayProcess.start(
            folder, Map.of("LITELLM_MASTER_KEY", " " + GatewayProcess.KEY + " "))) {
      HttpResponse<String> refused =
          Http.post(gateway.baseUrl(), GatewayProcess.KEY, " ".repeat((32 << 20) + 1));
      assertEquals(413, refused.statusCode());
      String id = refused.headers().firstValue("request-id").orElse("");
      assertTrue(id.startsWith("req_") && refused.body().contains(id), refused.body());
      assertTrue(refused.body().contains("request_too_large"), refused.body());
    }
  }

  private GatewayProcess start(ScriptedChatServer upstream, String... options) throws IOException {
    Path config = Configs.gpt4o(folder, upstream.baseUrl());
    String[] all = new String[options.length + 2];
    all[0] = "--config";
    all[1] = config.toString();
    System.arraycopy(options, 0, all, 2, options.length);
    return GatewayProcess.start(folder, Map.of("UPSTREAM_KEY", "sk-upstream-secret"), all);
  }
}
