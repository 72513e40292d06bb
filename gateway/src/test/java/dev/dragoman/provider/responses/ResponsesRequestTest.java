package dev.dragoman.provider.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.ModelCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What OpenAI refused of random requests, each as the smallest case that shows it. */
class ResponsesRequestTest {
  private static final Deployment GPT_5 = Deployment.of("m", "openai", "gpt-5");

  private final ResponsesProvider provider = new ResponsesProvider(new ModelCatalogue());

  /** "Unsupported parameter: 'parallel_tool_calls' is not supported with this model." */
  @ParameterizedTest
  @CsvSource({"openai,o1-2024-12-17", "openai,o1-pro", "openai,o4-mini-2027-01-01", "azure,o1"})
  void noModelThatCallsOneAtATimeIsToldTo(String name, String model) {
    Deployment named = Deployment.of("m", name, "responses/" + model);
    Deployment target = name.equals("azure") ? named.at("https://x.openai.azure.com", null) : named;
    JsonNode body =
        body(
            """
            "tools": [{"name": "A", "input_schema": {"type": "object"}}],
            "tool_choice": {"type": "auto", "disable_parallel_tool_use": true}
            """,
            target);
    assertEquals("auto", body.path("tool_choice").asString());
    assertFalse(body.has("parallel_tool_calls"), body::toString);
  }

  /** "Duplicate item found with id rs_1. Remove duplicate items from your input and try again." */
  @Test
  void thinkingThatComesTwiceIsSentOnce() {
    String said =
        """
        {"role": "user", "content": "x"}, {"role": "assistant", "content": [
          {"type": "thinking", "thinking": "", "signature": "%s"}, {"type": "text", "text": "a"}]}
        """
            .formatted(provider.provenance(GPT_5).wrap("rs_1|gAAAA"));
    JsonNode input = body("\"messages\": [" + said + "," + said + "]", GPT_5).path("input");
    assertEquals(
        1, input.valueStream().filter(item -> item.path("id").asString("").equals("rs_1")).count());
    assertEquals(5, input.size(), input::toString);
  }

  /** "array schema missing items"; "must not have 'anyOf' at the top level". */
  @Test
  void aFormatIsMendedAsToolsAre() {
    String format =
        """
        "output_config": {"format": {"type": "json_schema", "schema": {"type": "object",
          "anyOf": [{"required": ["x"]}], "properties": {"x": {"type": "array"}}}}}
        """;
    Encoded encoded = encode(format, GPT_5);
    JsonNode schema = json(encoded).path("text").path("format").path("schema");
    assertFalse(schema.has("anyOf"), schema::toString);
    assertTrue(schema.path("properties").path("x").has("items"), schema::toString);
    assertTrue(
        encoded.notes().toString().contains("alternatives at the top are not supported"),
        encoded.notes()::toString);
  }

  /** "Invalid 'input': empty array": which is no field of the client's. */
  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "[]", "[{\"type\": \"text\", \"text\": \"\"}]"})
  void aRequestThatSaysNothingIsRefusedByItsMessages(String content) {
    String fields = "\"messages\": [{\"role\": \"user\", \"content\": " + content + "}]";
    ApiException refused = assertThrows(ApiException.class, () -> body(fields, GPT_5));
    assertEquals(400, refused.error().status());
    assertTrue(refused.error().message().startsWith("messages: "), refused::toString);
  }

  @Test
  void aLimitOfNoSearchesIsRefusedAsAnthropicDoes() {
    ApiException refused = assertThrows(ApiException.class, () -> body(search("0"), GPT_5));
    assertEquals(400, refused.error().status());
    assertTrue(refused.error().message().contains("tools.0.max_uses"), refused::toString);
  }

  @Test
  void aLimitOfSearchesBeyondAllNumbersIsNoFault() {
    assertEquals(
        Integer.MAX_VALUE,
        body(search("99999999999999999999"), GPT_5).path("max_tool_calls").asInt());
  }

  private static String search(String uses) {
    return "\"tools\": [{\"type\": \"web_search_20250305\", \"name\": \"web_search\","
        + " \"max_uses\": "
        + uses
        + "}]";
  }

  private JsonNode body(String fields, Deployment target) {
    return json(encode(fields, target));
  }

  private static JsonNode json(Encoded encoded) {
    return JsonMapper.shared().readTree(encoded.request().body());
  }

  private Encoded encode(String fields, Deployment target) {
    String messages =
        fields.contains("\"messages\"")
            ? ""
            : "\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], ";
    String request = "{\"model\": \"m\", \"max_tokens\": 99, " + messages + fields + "}";
    return provider.encode(RequestReader.read(request.getBytes(UTF_8)), target);
  }
}
