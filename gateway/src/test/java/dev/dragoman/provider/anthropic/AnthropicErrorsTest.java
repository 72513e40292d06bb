package dev.dragoman.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.wire.Headers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each host's refusals mean to the client. */
class AnthropicErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "400, invalid_request_error, INVALID_REQUEST",
    "404, not_found_error, NOT_FOUND",
    "413, request_too_large, REQUEST_TOO_LARGE",
    "429, rate_limit_error, RATE_LIMIT",
    "500, api_error, API",
    "529, overloaded_error, OVERLOADED"
  })
  void anthropicsOwnErrorsPassInTheirOwnWords(int status, String type, ErrorType wanted) {
    ApiError error =
        decode(
            "anthropic",
            status,
            "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"so it is\"}}");
    assertEquals(wanted, error.type());
    assertEquals("so it is", error.message());
  }

  @Test
  void whatHealsAClientKeepsItsWords() {
    for (String words :
        new String[] {
          "prompt is too long: 210000 tokens > 200000 maximum",
          "role 'system' is not supported on this model",
          "Unexpected value(s) `effort-2025-11-24` for the `anthropic-beta` header."
        }) {
      assertEquals(
          words,
          decode(
                  "vertex_ai",
                  400,
                  "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\""
                      + words
                      + "\"}}")
              .message());
    }
  }

  @ParameterizedTest
  @CsvSource({"401, authentication_error", "402, billing_error", "403, permission_error"})
  void whatIsWrongWithTheDeploymentsKeyIsNotTheClients(int status, String type) {
    ApiError error =
        decode(
            "anthropic",
            status,
            "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"no\"}}");
    assertEquals(ErrorType.API, error.type());
    assertEquals(false, error.shouldRetry());
  }

  @Test
  void theTimeToWaitIsPassedOn() {
    ApiError error =
        AnthropicErrors.decode(
            429,
            Headers.of("retry-after", "7"),
            "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow\"}}"
                .getBytes(StandardCharsets.UTF_8),
            target("anthropic"));
    assertEquals(7L, error.retryAfterSeconds());
  }

  @Test
  void bedrocksWordsForAPromptTooLongAreClaudes() {
    ApiError error =
        decode("bedrock", 400, "{\"message\":\"Input is too long for requested model.\"}");
    assertEquals(ErrorType.INVALID_REQUEST, error.type());
    assertEquals("prompt is too long: Input is too long for requested model.", error.message());
  }

  @Test
  void whatClaudeSaysOfItsPromptOnBedrockIsSaidOnce() {
    String said = "prompt is too long: 24000 tokens > 20000 maximum";
    assertEquals(said, decode("bedrock", 400, "{\"message\":\"" + said + "\"}").message());
  }

  @Test
  void bedrocksRefusalsAreNamedByTheirStatus() {
    ApiError throttled =
        decode("bedrock", 429, "{\"message\":\"Too many requests, please wait.\"}");
    assertEquals(ErrorType.RATE_LIMIT, throttled.type());
    ApiError flag = decode("bedrock", 400, "{\"message\":\"invalid beta flag\"}");
    assertEquals("bedrock: invalid beta flag", flag.message());
  }

  @Test
  void googlesEnvelopeIsReadToo() {
    ApiError error =
        decode(
            "vertex_ai",
            429,
            "[{\"error\":{\"code\":429,\"message\":\"Quota exceeded\",\"status\":\"RESOURCE_EXHAUSTED\"}}]");
    assertEquals(ErrorType.RATE_LIMIT, error.type());
    assertEquals("vertex_ai: Quota exceeded", error.message());
  }

  private static ApiError decode(String provider, int status, String body) {
    ApiError error =
        new AnthropicProvider(new ModelCatalogue())
            .decodeError(
                status, Headers.EMPTY, body.getBytes(StandardCharsets.UTF_8), target(provider));
    return error;
  }

  private static Deployment target(String provider) {
    return Deployment.of("m", provider, "claude-opus-4-8");
  }
}
