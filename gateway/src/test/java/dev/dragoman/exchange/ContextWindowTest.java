package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.UpstreamErrors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What exceeds a window beyond doubt, and what only might. */
class ContextWindowTest {
  /** One token in o200k, and five characters. */
  private static final String WORD = " word";

  private static final ContextWindow WINDOW = new ContextWindow(new ModelCatalogue());

  private static Deployment target(String provider, String model, @Nullable Integer window) {
    return new Deployment(
        "id",
        "m",
        provider,
        model,
        null,
        null,
        Map.of(),
        null,
        null,
        null,
        window,
        Map.of(),
        Deployment.Origin.CONFIG);
  }

  private static MessagesRequest request(String content, String more) {
    String json =
        "{\"model\": \"m\", \"max_tokens\": 9"
            + more
            + ", \"messages\": [{\"role\": \"user\", \"content\": "
            + content
            + "}]}";
    return RequestReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static MessagesRequest words(int count) {
    return request('"' + WORD.repeat(count) + '"', "");
  }

  private static void admit(MessagesRequest request, Deployment target) {
    WINDOW.admit(request, target, TokenEstimate.BY_LENGTH.of(request));
  }

  private static ApiError refusal(MessagesRequest request, Deployment target) {
    return assertThrows(ApiException.class, () -> admit(request, target)).error();
  }

  @Test
  void whatSurelyExceedsTheWindowIsRefusedInWordsThatMakeClaudeCodeCompact() {
    ApiError error = refusal(words(150_000), target("openai", "gpt-4o", null));
    assertTrue(
        error.message().matches("prompt is too long: 1[3-9]\\d{4} tokens > 128000 maximum"),
        error::message);
    assertEquals(400, error.status());
    assertEquals("invalid_request_error", error.type().json());
    assertTrue(UpstreamErrors.isOverflow(error));
  }

  /** Counted right, it is within what a count can be wrong by. */
  @ParameterizedTest
  @CsvSource({
    "openai, gpt-4o, 10000, 9900",
    "openai, gpt-4o, 10000, 10400",
    "groq, llama-3.3-70b-versatile, 10000, 12000",
    "anthropic, claude-sonnet-4-5, 10000, 10100",
    "hosted_vllm, some/model, 10000, 13900",
  })
  void whatIsJustUnderOrMightBeIsTheProvidersToJudge(
      String provider, String model, int window, int count) {
    assertDoesNotThrow(() -> admit(words(count), target(provider, model, window)));
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-4o, 10000, 10700",
    "groq, llama-3.3-70b-versatile, 10000, 12800",
    "anthropic, claude-sonnet-4-5, 10000, 10500",
    "anthropic, claude-opus-4-7, 10000, 8500",
    "hosted_vllm, some/model, 10000, 14200",
  })
  void eachFamilyHasItsOwnDoubt(String provider, String model, int window, int count) {
    refusal(words(count), target(provider, model, window));
  }

  @Test
  void whatIsLongAndHasFewTokensIsAdmitted() {
    MessagesRequest spaces = request('"' + " ".repeat(400_000) + '"', "");
    assertTrue(TokenEstimate.BY_LENGTH.of(spaces) > 90_000);
    assertDoesNotThrow(() -> admit(spaces, target("openai", "gpt-4o", 50_000)));
  }

  @Test
  void aWindowThatNobodyKnowsIsNotExceeded() {
    assertDoesNotThrow(() -> admit(words(3_000_000), target("hosted_vllm", "some/model", null)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type': 'image', 'source': FILE}",
        "{'type': 'document', 'source': FILE}",
        "{'type': 'tool_result', 'tool_use_id': 't', 'content': [{'type': 'image', 'source': FILE}]}",
        "{'type': 'from_the_future', 'source': FILE}",
      })
  void filesAreNoText(String block) {
    String file = "{'type': 'base64', 'media_type': 'image/png', 'data': 'DATA'}";
    String json =
        block.replace("FILE", file).replace('\'', '"').replace("DATA", "iVBO".repeat(400_000));
    MessagesRequest request = request("[" + json + ", {\"type\": \"text\", \"text\": \"x\"}]", "");
    assertDoesNotThrow(() -> WINDOW.admit(request, target("openai", "gpt-4o", 10_000), 1_000_000));
  }

  @Test
  void toolsAndPlainDocumentsAreText() {
    MessagesRequest request =
        request(
            "[{\"type\": \"document\", \"source\": {\"type\": \"text\", \"media_type\":"
                + " \"text/plain\", \"data\": \""
                + WORD.repeat(6_000)
                + "\"}}]",
            ", \"tools\": [{\"name\": \"a\", \"description\": \""
                + WORD.repeat(6_000)
                + "\", \"input_schema\": {\"type\": \"object\"}}]");
    refusal(request, target("openai", "gpt-4o", 10_000));
  }

  @Test
  void theNameOfAnAzureDeploymentProvesNoWindow() {
    assertDoesNotThrow(() -> admit(words(150_000), target("azure", "gpt-4", null)));
    refusal(words(150_000), target("azure", "gpt-4", 128_000));
  }

  @Test
  void claudesLongerWindowIsNotTheCataloguesToDeny() {
    MessagesRequest request = words(250_000).withBetas(List.of("context-1m-2025-08-07"));
    assertDoesNotThrow(() -> admit(request, target("anthropic", "claude-sonnet-4-5", null)));
    refusal(request, target("anthropic", "claude-sonnet-4-5", 200_000));
    refusal(words(250_000), target("anthropic", "claude-sonnet-4-5", null));
  }

  @Test
  void whatTheProviderWillClearIsNotCounted() {
    MessagesRequest request =
        request(
            '"' + WORD.repeat(250_000) + '"',
            ", \"context_management\": {\"edits\": [{\"type\": \"clear_tool_uses_20250919\"}]}");
    assertDoesNotThrow(() -> admit(request, target("anthropic", "claude-sonnet-4-5", 200_000)));
    refusal(request, target("openai", "gpt-4o", 128_000));
  }
}
