package dev.dragoman.provider.converse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.messages.ApiError;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.wire.Headers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of Bedrock that are no success. */
class ConverseErrorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | invalid_request_error | bedrock: Malformed input request | Malformed input request",
        "400 | invalid_request_error | prompt is too long: Input is too long for requested model."
            + " | Input is too long for requested model.",
        "400 | invalid_request_error | prompt is too long: 9000 tokens > 8192 maximum"
            + " | Too many input tokens. Max input tokens: 8192, request input token count: 9000",
        "400 | invalid_request_error"
            + " | prompt is too long: The number of input tokens exceeds the maximum of 4096"
            + " tokens | The number of input tokens exceeds the maximum of 4096 tokens",
        "403 | api_error | bedrock: You don't have access to the model."
            + " | You don't have access to the model.",
        "404 | not_found_error | bedrock: Could not resolve the model | Could not resolve the model",
        "408 | timeout_error | bedrock: Model has timed out | Model has timed out",
        "424 | api_error | bedrock: The model broke | The model broke",
        "429 | rate_limit_error | bedrock: Too many requests | Too many requests",
        "503 | overloaded_error | bedrock: Bedrock is unavailable | Bedrock is unavailable"
      })
  void aRefusalIsSaidInTheClientsWords(int status, String type, String words, String message) {
    ApiError error =
        new ConverseProvider(new ModelCatalogue())
            .decodeError(
                status,
                Headers.EMPTY,
                ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8),
                Deployment.of("m", "bedrock", "us.amazon.nova-pro-v1:0"));
    assertEquals(type, error.type().json());
    assertEquals(words, error.message());
  }
}
