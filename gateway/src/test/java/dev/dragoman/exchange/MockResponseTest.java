package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.demo.DemoModel;
import dev.dragoman.json.RawJson;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.catalogue.Mocked;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployments whose answer stands in their settings. */
class MockResponseTest {
  private static Deployment mocked(String provider, Map<String, RawJson> settings) {
    return Deployment.of("m", provider, "some-model").withDefaults(settings);
  }

  private static Deployment saying(String provider, String text) {
    return mocked(provider, Map.of("mock_response", RawJson.of('"' + text + '"')));
  }

  private static Recorded ask(Scene scene, boolean stream) throws IOException {
    return scene.post(
        "/v1/messages",
        """
        {"model": "m", "max_tokens": 100, "stream": %s,
         "messages": [{"role": "user", "content": "hello"}]}\
        """
            .formatted(stream));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai",
        "anthropic",
        "gemini",
        "vertex_ai",
        "bedrock",
        "azure",
        "groq",
        "nobody"
      })
  void whoeverTheProviderIsNobodyIsAskedAndNoKeyIsNeeded(String provider) throws IOException {
    try (Scene scene = Scene.with(List.of(saying(provider, "It is a mock.")))) {
      Recorded whole = ask(scene, false);
      assertEquals(200, whole.status(), whole::body);
      assertTrue(whole.body().contains("\"text\":\"It is a mock.\""), whole::body);
      Recorded streamed = ask(scene, true);
      assertTrue(streamed.body().contains("\"text\":\"It \""), streamed::body);
      assertTrue(streamed.body().contains("event: message_stop"), streamed::body);
      UsageRecord record = scene.record(whole);
      assertEquals(Usage.Origin.ESTIMATED, record.usage().origin());
      assertEquals(provider, record.provider());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "litellm.RateLimitError | 429 | rate_limit_error | groq: this is a mock rate limit error",
        "litellm.InternalServerError | 500 | api_error | groq: this is a mock internal server error",
        "litellm.ContextWindowExceededError | 400 | invalid_request_error | prompt is too long: this is a mock context window exceeded error",
        "litellm.AuthenticationError | 500 | api_error | groq refused the deployment's key (HTTP 401): check api_key",
        "litellm.PermissionDeniedError | 500 | api_error | groq: this is a mock permission denied error",
        "litellm.NotFoundError | 404 | not_found_error | groq: this is a mock not found error",
        "litellm.BadRequestError | 400 | invalid_request_error | groq: this is a mock bad request error",
        "litellm.UnprocessableEntityError | 400 | invalid_request_error | groq: this is a mock unprocessable entity error",
        "litellm.ServiceUnavailableError | 529 | overloaded_error | groq: this is a mock service unavailable error",
        "litellm.BadGatewayError | 529 | overloaded_error | groq: this is a mock bad gateway error",
        "litellm.Timeout | 504 | timeout_error | groq: this is a mock timeout error",
        "litellm.APIConnectionError | 500 | api_error | groq: this is a mock connection error",
      })
  void anErrorOfLiteLlmsIsThatErrorAsIfTheProviderHadSaidIt(
      String response, int status, String type, String message) throws IOException {
    try (Scene scene = Scene.with(List.of(saying("groq", response)))) {
      Recorded answer = ask(scene, true);
      assertEquals(status, answer.status(), answer::body);
      assertTrue(answer.body().contains("\"type\":\"" + type + "\""), answer::body);
      assertTrue(answer.body().contains("\"message\":\"" + message + "\""), answer::body);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"litellm.ContentPolicyViolationError", "Exception: content_filter_policy"})
  void aFilterRefuses(String response) throws IOException {
    try (Scene scene = Scene.with(List.of(saying("azure", response)))) {
      Recorded answer = ask(scene, false);
      assertTrue(answer.body().contains("\"stop_reason\":\"refusal\""), answer::body);
    }
  }

  @Test
  void anAnswerCanBreakOffInTheMiddle() throws IOException {
    try (Scene scene = Scene.with(List.of(saying("openai", "Exception: mock_streaming_error")))) {
      Recorded answer = ask(scene, true);
      assertEquals(200, answer.status());
      assertTrue(answer.body().contains("content_block_delta"), answer::body);
      assertTrue(answer.body().contains("event: error"), answer::body);
      assertTrue(answer.body().contains("overloaded_error"), answer::body);
    }
  }

  @Test
  void anotherNameIsAText() throws IOException {
    try (Scene scene = Scene.with(List.of(saying("openai", "litellm.NoSuchError")))) {
      assertTrue(ask(scene, false).body().contains("\"text\":\"litellm.NoSuchError\""));
    }
  }

  @Test
  void whatIsNoTextIsRefusedAndSaysSo() throws IOException {
    Deployment target = mocked("openai", Map.of("mock_response", RawJson.of("{\"choices\": []}")));
    try (Scene scene = Scene.with(List.of(target))) {
      Recorded answer = ask(scene, false);
      assertEquals(400, answer.status());
      assertTrue(answer.body().contains("no text"), answer::body);
    }
  }

  @Test
  void itWaitsAsLongAsItIsTold() throws IOException {
    Deployment target =
        mocked(
            "openai",
            Map.of("mock_response", RawJson.of("\"x\""), "mock_delay", RawJson.of("0.2")));
    try (Scene scene = Scene.with(List.of(target))) {
      long begin = System.nanoTime();
      assertEquals(200, ask(scene, false).status());
      assertTrue(System.nanoTime() - begin >= 200_000_000L);
    }
  }

  @Test
  void aTimeoutComesAfterTheDeploymentsTime() throws IOException {
    Deployment target = mocked("openai", Map.of("mock_timeout", RawJson.of("true")));
    Deployment hurried =
        new Deployment(
            "id",
            "m",
            "openai",
            "some-model",
            null,
            null,
            Map.of(),
            100L,
            null,
            null,
            null,
            target.settings(),
            Deployment.Origin.CONFIG);
    try (Scene scene = Scene.with(List.of(hurried))) {
      Recorded answer = ask(scene, false);
      assertTrue(answer.body().contains("timeout_error"), answer::body);
    }
    try (Scene scene = Scene.with(List.of(target))) {
      assertTrue(ask(scene, false).body().contains("This is a mock request"));
    }
  }

  @Test
  void itIsAskedWithinThisProcess() {
    assertEquals(DemoModel.HOST, Mocked.HOST);
    assertTrue(Mocked.HOST.endsWith(".invalid"));
  }
}
