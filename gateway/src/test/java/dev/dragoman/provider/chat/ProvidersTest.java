package dev.dragoman.provider.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.fixture.ChatRequest;
import dev.dragoman.fixture.ChatRules;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.ProviderLine;
import dev.dragoman.provider.chat.Dialect.Feature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every line of the table of providers, asked. */
class ProvidersTest {
  /** Their addresses and keys follow rules of their own. */
  private static final Set<String> CLOUDS = Set.of("azure", "azure_ai", "vertex_ai");

  private static final String ELSEWHERE = "https://gateway.example/v1";

  private static final ChatProvider PROVIDER = new ChatProvider(new ModelCatalogue());

  private static final Map<String, RawJson> ABILITIES =
      Map.of(
          "supports_reasoning", RawJson.of("true"),
          "supports_parallel_function_calling", RawJson.of("true"));

  private static final String PLAIN =
      """
      {"model": "m", "max_tokens": 100, "messages": [{"role": "user", "content": "Hi"}]}
      """;

  private static final String RICH =
      """
      {"model": "m", "max_tokens": 100, "temperature": 0.5, "top_k": 5,
       "metadata": {"user_id": "u"},
       "thinking": {"type": "enabled", "budget_tokens": 9000},
       "output_config": {"format": {"type": "json_schema", "schema":
         {"type": "object", "properties": {"answer": {"type": "string"}}}}},
       "tool_choice": {"type": "auto", "disable_parallel_tool_use": true},
       "tools": [{"name": "Bash", "description": "Runs", "input_schema":
         {"type": "object", "properties": {"command": {"type": "string"}}}}],
       "messages": [
         {"role": "user", "content": "Hi"},
         {"role": "assistant", "content": [
           {"type": "tool_use", "id": "toolu_0123456789", "name": "Bash", "input": {}}]},
         {"role": "user", "content": [
           {"type": "tool_result", "tool_use_id": "toolu_0123456789", "content": "a"}]},
         {"role": "system", "content": "Be brief."},
         {"role": "user", "content": "Go on"}]}
      """;

  private static final String PDF =
      """
      {"model": "m", "max_tokens": 100, "messages": [{"role": "user", "content": [
        {"type": "document", "source":
          {"type": "base64", "media_type": "application/pdf", "data": "JVBERi0="}}]}]}
      """;

  static Stream<ProviderLine> all() {
    return ProviderLine.names().stream()
        .filter(name -> !CLOUDS.contains(name))
        .map(name -> Objects.requireNonNull(ProviderLine.find(name), name));
  }

  private static MessagesRequest request(String json) {
    return RequestReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Deployment target(ProviderLine line) {
    Deployment plain = Deployment.of("m", line.name(), "m");
    return line.base() == null ? plain.at(ELSEWHERE, null) : plain;
  }

  @ParameterizedTest
  @MethodSource("all")
  void aRequestGoesToItsOwnAddressWithItsOwnKey(ProviderLine line) {
    Deployment target = target(line);
    String base = line.base() == null ? ELSEWHERE : line.base();
    assertEquals(
        base + "/chat/completions",
        PROVIDER.encode(request(PLAIN), target).request().uri().toString());
    String variable = line.keyVariable();
    assertEquals(
        variable == null
            ? new Authentication.None()
            : new Authentication.Bearer(SecretRef.environment(variable)),
        PROVIDER.authentication(target));
    assertEquals(
        new Authentication.Bearer(new SecretRef("sk-own")),
        PROVIDER.authentication(target.at("https://x.example", new SecretRef("sk-own"))));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aPlainRequestIsOneOfOpenAis(ProviderLine line) {
    byte[] body = PROVIDER.encode(request(PLAIN), target(line)).request().body();
    assertTaken(body, "reasoning_split");
    JsonNode json = JsonMapper.shared().readTree(body);
    assertEquals(100, json.path(line.limit()).asInt());
    assertEquals(
        !line.features().contains("usage-unasked"),
        json.path("stream_options").path("include_usage").asBoolean(false));
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatItTakesBeyondThatIsSentAndNothingElse(ProviderLine line) {
    Deployment target = target(line).withDefaults(ABILITIES);
    byte[] body = PROVIDER.encode(request(RICH), target).request().body();
    assertTaken(
        body, "reasoning_split", "top_k", "thinking", "reasoning", "messages.reasoning_content");
    JsonNode json = JsonMapper.shared().readTree(body);
    Dialect dialect = Dialect.of(target);
    assertEquals(dialect.has(Feature.TOP_K), json.has("top_k"));
    assertEquals(dialect.has(Feature.PROMPT_CACHE_KEY), json.has("prompt_cache_key"));
    assertEquals(dialect.has(Feature.PARALLEL_TOOL_CALLS), json.has("parallel_tool_calls"));
    assertEquals(dialect.has(Feature.REASONING_SPLIT), json.has("reasoning_split"));
    assertEquals(
        dialect.has(Feature.REASONING_EXPECTED),
        json.at("/messages").toString().contains("reasoning_content"));
    assertEquals(!dialect.has(Feature.FIXED_SAMPLING), json.has("temperature"));
    assertEquals(
        dialect.has(Feature.JSON_SCHEMA) ? "json_schema" : "json_object",
        json.path("response_format").path("type").asString());
    List<String> roles = new ArrayList<>();
    json.path("messages").forEach(message -> roles.add(message.path("role").asString()));
    int instructed = dialect.has(Feature.JSON_SCHEMA) ? 0 : 1;
    String behindResults = dialect.has(Feature.SYSTEM_ANYWHERE) ? "system" : "user";
    assertEquals(
        dialect.has(Feature.ASSISTANT_AFTER_RESULTS) ? "assistant" : behindResults,
        roles.get(instructed + 3));
    assertEquals(
        dialect.has(Feature.SYSTEM_ANYWHERE) ? "system user" : "tool user",
        String.join(" ", roles.subList(roles.size() - 2, roles.size()))
            .replace("assistant", "tool"));
    String id = json.path("messages").path(instructed + 2).path("tool_call_id").asString();
    assertTrue(id.length() <= line.idLength(), id);
    assertEquals(dialect.has(Feature.ALPHANUMERIC_IDS), id.matches("[A-Za-z0-9]{9}"));
    assertEquals(
        id,
        json.path("messages")
            .path(instructed + 1)
            .path("tool_calls")
            .path(0)
            .path("id")
            .asString());
    String effort =
        switch (dialect.effort()) {
          case NONE -> "";
          case REASONING_EFFORT -> json.path("reasoning_effort").asString();
          case REASONING_OBJECT -> json.path("reasoning").path("max_tokens").asString();
          case THINKING_SWITCH, THINKING_OBJECT -> json.path("thinking").path("type").asString();
        };
    assertEquals(
        switch (dialect.effort()) {
          case NONE -> "";
          case REASONING_EFFORT -> "medium";
          case REASONING_OBJECT -> "9000";
          case THINKING_SWITCH, THINKING_OBJECT -> "enabled";
        },
        effort);
    if (dialect.effort() == Dialect.Effort.NONE) {
      assertTrue(!json.has("reasoning_effort") && !json.has("reasoning") && !json.has("thinking"));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aPdfIsSentOrRefused(ProviderLine line) {
    Deployment target = target(line);
    if (line.features().contains("pdf")) {
      assertTaken(PROVIDER.encode(request(PDF), target).request().body());
    } else {
      assertThrows(ApiException.class, () -> PROVIDER.encode(request(PDF), target));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ollama, http://gpu:11434, http://gpu:11434/v1/chat/completions",
    "ollama, http://gpu:11434/v1, http://gpu:11434/v1/chat/completions",
    "mistral, https://api.mistral.ai, https://api.mistral.ai/v1/chat/completions",
    "groq, https://proxy.example, https://proxy.example/chat/completions",
    "groq, https://proxy.example/chat/completions, https://proxy.example/chat/completions"
  })
  void anAddressMayBeToldAsItsUsersTellIt(String provider, String base, String address) {
    Deployment target = Deployment.of("m", provider, "m").at(base, null);
    assertEquals(address, PROVIDER.encode(request(PLAIN), target).request().uri().toString());
  }

  @Test
  void whoHasNoAddressSaysThatItMustBeSet() {
    Deployment target = Deployment.of("mine", "hosted_vllm", "m");
    ApiException refusal =
        assertThrows(ApiException.class, () -> PROVIDER.encode(request(PLAIN), target));
    assertEquals(
        "the deployment of mine needs an api_base in its configuration", refusal.error().message());
  }

  @ParameterizedTest
  @CsvSource({
    "openrouter, any/model, true",
    "perplexity, sonar, true",
    "groq, groq/compound, true",
    "groq, compound-beta-mini, true",
    "groq, openai/gpt-oss-120b, true",
    "groq, llama-3.3-70b-versatile, false",
    "openai, gpt-4o-search-preview, true",
    "openai, gpt-5-search-api, true",
    "openai, gpt-4o, false",
    "dashscope, qwen3-max, true",
    "xai, grok-4, false",
    "mistral, mistral-large-latest, false"
  })
  void whoSearchesTheWebItselfSaysSo(String provider, String model, boolean searches) {
    MessagesRequest asked =
        request(
            "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
    assertEquals(searches, PROVIDER.searches(asked, Deployment.of("m", provider, model)));
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-5-pro, low, high",
    "openai, gpt-5, max, high",
    "openai, gpt-5.2, max, xhigh",
    "openrouter, openai/gpt-5, max, ''"
  })
  void anEffortThatTheModelDoesNotTakeBecomesTheNearest(
      String provider, String model, String asked, String sent) {
    String json =
        PLAIN.replace(
            "\"max_tokens\"",
            "\"output_config\": {\"effort\": \"%s\"}, \"max_tokens\"".formatted(asked));
    byte[] body =
        PROVIDER.encode(request(json), Deployment.of("m", provider, model)).request().body();
    assertEquals(sent, JsonMapper.shared().readTree(body).path("reasoning_effort").asString(""));
  }

  /** OpenAI's own address, said at length, is no other server's. */
  @ParameterizedTest
  @CsvSource({
    "https://api.openai.com/v1, max_completion_tokens",
    "https://us.api.openai.com/v1, max_completion_tokens",
    "https://vllm.example/v1, max_tokens"
  })
  void openAiIsSpokenToAsItselfWhereverItIs(String base, String limit) {
    Deployment target = Deployment.of("m", "openai", "gpt-4o").at(base, null);
    byte[] body = PROVIDER.encode(request(PLAIN), target).request().body();
    assertTrue(JsonMapper.shared().readTree(body).has(limit));
  }

  @Test
  void theModelInferenceApiIsToldToPassOnWhatItDoesNotKnow() {
    Deployment target =
        Deployment.of("m", "azure_ai", "grok-4").at("https://r.services.ai.azure.com/models", null);
    assertEquals(
        "pass-through",
        PROVIDER.encode(request(PLAIN), target).request().headers().first("extra-parameters"));
  }

  private static void assertTaken(byte[] body, String... fields) {
    ChatRequest request =
        new ChatRequest(
            "POST",
            "/v1/chat/completions",
            Map.of(
                "authorization", List.of("Bearer sk-test"),
                "content-type", List.of("application/json")),
            body);
    assertEquals(List.of(), ChatRules.openAi().allowing(fields).check(request));
  }
}
