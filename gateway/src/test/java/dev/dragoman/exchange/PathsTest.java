package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.provider.Deployment;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every path beside {@code /v1/messages}. */
final class PathsTest {
  private static final Headers KEY = Headers.of("x-api-key", Scene.KEY);
  private static final Headers ANTHROPIC = KEY.with("anthropic-version", "2023-06-01");

  @ParameterizedTest
  @CsvSource({
    "GET, /, 200",
    "HEAD, /, 200",
    "HEAD, /api/hello, 200",
    "GET, /health/liveliness, 200",
    "GET, /health/readiness, 200",
    "GET, /v1/messages, 405",
    "DELETE, /v1/models, 405",
    "GET, /v1/nothing, 404",
    "POST, /messages, 404",
    "GET, /v1/models/none, 404",
    "GET, /v1/models/%zz, 400",
    "GET, /v1/models?limit=%zz, 400",
  })
  void everyPathAnswersWithItsStatusAndARequestId(String method, String path, int status)
      throws IOException {
    try (Scene scene = Scene.answering()) {
      Recorded answer = scene.send(method, path, ANTHROPIC);
      assertEquals(status, answer.status());
      assertTrue(answer.header("request-id").startsWith("req_"));
      if (status >= 400) {
        assertTrue(answer.body().startsWith("{\"type\":\"error\",\"error\":{\"type\":\""));
        assertTrue(answer.body().contains(answer.header("request-id")));
      }
      if (method.equals("HEAD")) {
        assertEquals("", answer.body());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "authorization, Bearer sk-wrong",
    "x-api-key, sk-wrong",
    "authorization, Basic c2s6",
    "x-other, none",
  })
  void whoHasNoKeyIsTurnedAwayAndToldNotToRetry(String name, String value) throws IOException {
    try (Scene scene = Scene.answering()) {
      Recorded answer = scene.send("GET", "/v1/models", Headers.of(name, value));
      assertEquals(401, answer.status());
      assertTrue(answer.body().contains("authentication_error"));
      assertEquals("false", answer.header("x-should-retry"));
    }
  }

  @Test
  void theRightKeyMayStandInEitherHeader() throws IOException {
    try (Scene scene = Scene.answering()) {
      Headers both = Headers.of("x-api-key", "sk-old", "Authorization", "bearer " + Scene.KEY);
      assertEquals(200, scene.send("GET", "/v1/models", both).status());
    }
  }

  @Test
  void modelsAreListedInTheShapeTheClientKnows() throws IOException {
    try (Scene scene = Scene.answering()) {
      String openAi = scene.send("GET", "/v1/models", KEY).body();
      assertTrue(openAi.startsWith("{\"object\":\"list\",\"data\":[{\"id\":\"gpt-4o\""), openAi);
      String anthropic = scene.send("GET", "/v1/models?limit=1000", ANTHROPIC).body();
      assertTrue(anthropic.contains("\"id\":\"claude-gpt-4o\""), anthropic);
      assertTrue(anthropic.contains("\"has_more\":false"), anthropic);
    }
  }

  @Test
  void aListCanBePaged() throws IOException {
    try (Scene scene = Scene.answering()) {
      String first = scene.send("GET", "/v1/models?limit=1", ANTHROPIC).body();
      assertTrue(first.contains("\"last_id\":\"claude-gpt-4o\""), first);
      assertTrue(first.contains("\"has_more\":true"), first);
      String second =
          scene.send("GET", "/v1/models?limit=1&after_id=claude-gpt-4o", ANTHROPIC).body();
      assertTrue(second.contains("\"last_id\":\"gpt-4o\""), second);
      assertTrue(second.contains("\"has_more\":false"), second);
      assertEquals(400, scene.send("GET", "/v1/models?limit=0", ANTHROPIC).status());
    }
  }

  @Test
  void aModelWhoseNameHasASlashCanBeAskedFor() throws IOException {
    Deployment slashed = Deployment.of("openai/gpt-4o", "openai", "gpt-4o");
    try (Scene scene = Scene.with(List.of(slashed))) {
      assertEquals(200, scene.send("GET", "/v1/models/openai/gpt-4o", ANTHROPIC).status());
      assertEquals(200, scene.send("GET", "/v1/models/openai%2Fgpt-4o", ANTHROPIC).status());
    }
  }

  @Test
  void theModelsOfAWildcardAreListedAndAllItServesAreFound() throws IOException {
    Deployment wildcard = Deployment.of("groq/*", "groq", "*");
    try (Scene scene = Scene.with(List.of(wildcard))) {
      String list = scene.send("GET", "/v1/models", KEY).body();
      assertTrue(list.contains("\"id\":\"groq/"), list);
      assertTrue(!list.contains("*"), list);
      assertEquals(200, scene.send("GET", "/v1/models/groq/of-tomorrow", ANTHROPIC).status());
      assertEquals(
          200, scene.send("GET", "/v1/models/claude-groq/of-tomorrow", ANTHROPIC).status());
      assertEquals(404, scene.send("GET", "/v1/models/xai/of-tomorrow", ANTHROPIC).status());
    }
  }

  @Test
  void tokensAreCountedWithoutAskingTheProvider() throws IOException {
    try (Scene scene = Scene.answering()) {
      Recorded answer =
          scene.post(
              "/v1/messages/count_tokens",
              """
              {"model": "claude-gpt-4o", "system": "You are a poet.",
               "messages": [{"role": "user", "content": "hello world"}]}\
              """);
      assertEquals("{\"input_tokens\":14}", answer.body());
    }
  }

  @Test
  void anUnknownModelIsNotFound() throws IOException {
    try (Scene scene = Scene.answering()) {
      Recorded answer =
          scene.post(
              "/v1/messages",
              """
              {"model": "gpt-5000", "max_tokens": 1,
               "messages": [{"role": "user", "content": "hello"}]}\
              """);
      assertEquals(404, answer.status());
      assertTrue(answer.body().contains("not_found_error"));
    }
  }
}
