package dev.dragoman.config;

import static dev.dragoman.config.Samples.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
  private static Deployment one(String... parameters) {
    return Samples.read(entry(parameters)).deployments().getFirst();
  }

  private static String setting(Deployment deployment, String name) {
    return Objects.requireNonNull(deployment.settings().get(name), name).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-4o, openai, gpt-4o",
    "openai/*, openai, *",
    "openai/org/name, openai, org/name",
    "together_ai/meta-llama/Llama-4, together_ai, meta-llama/Llama-4",
    "openrouter/anthropic/claude-x, openrouter, anthropic/claude-x",
    "gpt-4o, openai, gpt-4o",
    "'\"*\"', openai, *",
    "ft:gpt-4o:me, openai, ft:gpt-4o:me",
    "claude-sonnet-4-5, anthropic, claude-sonnet-4-5",
    "gemini-2.5-pro, vertex_ai, gemini-2.5-pro",
    "us.anthropic.claude-x-v1:0, bedrock, us.anthropic.claude-x-v1:0",
    "amazon.nova-pro-v1:0, bedrock, amazon.nova-pro-v1:0",
    "os.environ/MODEL, groq, llama-4"
  })
  void aModelNamesItsProvider(String model, String provider, String name) {
    Deployment deployment = one("model: " + model);
    assertEquals(provider, deployment.provider());
    assertEquals(name, deployment.model());
  }

  @Test
  void anUnknownPrefixBesideAnAddressIsPartOfAnOpenAiModel() {
    Deployment deployment = one("model: my-org/my-model", "api_base: http://my_vllm:8000/v1//");
    assertEquals("openai", deployment.provider());
    assertEquals("my-org/my-model", deployment.model());
    assertEquals("http://my_vllm:8000/v1", deployment.apiBase());
  }

  @Test
  void aCustomProviderGoesBeforeThePrefix() {
    assertEquals("openai/x", one("model: openai/x", "custom_llm_provider: groq").model());
    assertEquals("x", one("model: groq/x", "custom_llm_provider: groq").model());
  }

  @Test
  void keysCanStandInFourPlaces() {
    String m = "model: gpt-4o";
    assertEquals(SecretRef.Kind.LITERAL, key(one(m, "api_key: sk-1")).kind());
    assertEquals(SecretRef.Kind.ENVIRONMENT, key(one(m, "api_key: os.environ/K")).kind());
    assertEquals(SecretRef.Kind.SSM, key(one(m, "api_key: ssm:/a/b")).kind());
    assertEquals(
        SecretRef.Kind.SECRETS_MANAGER, key(one(m, "api_key: 'secretsmanager:a#b'")).kind());
    assertEquals("0123", key(one(m, "api_key: 0123")).value());
    assertNull(one(m, "api_key: ''").apiKey());
    assertNull(one(m, "api_key:").apiKey());
  }

  private static SecretRef key(Deployment deployment) {
    return Objects.requireNonNull(deployment.apiKey());
  }

  @Test
  void secondsBecomeMilliseconds() {
    Deployment deployment = one("model: gpt-4o", "timeout: 30", "stream_timeout: '2.5'");
    assertEquals(30_000, deployment.timeoutMillis());
    assertEquals(2_500, deployment.streamTimeoutMillis());
    assertEquals(1, one("model: gpt-4o", "timeout: 1e-6").timeoutMillis());
  }

  @Test
  void headersComeFromExtraHeadersAndTheOrganization() {
    Deployment deployment =
        one(
            "model: gpt-4o",
            "organization: org-1",
            "extra_headers:",
            "  X-Team: 7",
            "  Authorization: os.environ/TOKEN");
    assertEquals(
        Map.of(
            "X-Team", "7",
            "Authorization", "os.environ/TOKEN",
            "OpenAI-Organization", "org-1"),
        deployment.headers());
    assertEquals(Map.of(), deployment.settings());
    assertEquals(
        Map.of("openai-organization", "mine"),
        one("model: gpt-4o", "organization: a", "extra_headers: {openai-organization: mine}")
            .headers());
    assertEquals("\"a\"", setting(one("model: groq/x", "organization: a"), "organization"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', , ",
    "max_tokens: 100, '', 100, ",
    "max_tokens: 100, max_output_tokens: 50, 50, ",
    "max_tokens: 100, max_output_tokens: 500, 100, ",
    "'', 'max_input_tokens: 200000, max_output_tokens: 8000', 8000, 200000",
    "'', max_tokens: 8000, 8000, ",
    "'', 'max_tokens: 128000, max_output_tokens: 8000', 8000, 128000",
    "'', 'max_tokens: 128000, max_output_tokens: 8000, max_input_tokens: 9', 8000, 9"
  })
  void tokenLimitsAreTheLeastThatIsSaid(
      String parameter, String info, @Nullable Integer output, @Nullable Integer window) {
    Deployment deployment =
        Samples.read(entry("model: gpt-4o", parameter) + "    model_info: {" + info + "}\n")
            .deployments()
            .getFirst();
    assertEquals(output, deployment.maxOutputTokens());
    assertEquals(window, deployment.contextWindow());
    assertEquals(Map.of(), deployment.settings());
  }

  @Test
  void numbersAreReadAsYaml11WritesThem() {
    Deployment deployment =
        one(
            "model: gpt-4o",
            "input_cost_per_token: 1e-6",
            "output_cost_per_token: 1.5e-06",
            "rpm: 1_000",
            "tpm: 010",
            "max_retries: 0x10",
            "num_retries: '010'",
            "order: 1:30",
            "weight: .5",
            "default_api_key_rpm_limit: os.environ/RPM",
            "drop_params: yes",
            "merge_reasoning_content_in_choices: 'False'",
            "api_version: 2024-02-01",
            "vertex_project: 0123",
            "tags: [1, a]",
            "metadata: {yes: no, n: ~, o: 0o7, d: 2024-02-01, i: .inf, e: }");
    assertEquals("0.000001", setting(deployment, "input_cost_per_token"));
    assertEquals("0.0000015", setting(deployment, "output_cost_per_token"));
    assertEquals("1000", setting(deployment, "rpm"));
    assertEquals("8", setting(deployment, "tpm"));
    assertEquals("16", setting(deployment, "max_retries"));
    assertEquals("10", setting(deployment, "num_retries"));
    assertEquals("90", setting(deployment, "order"));
    assertEquals("0.5", setting(deployment, "weight"));
    assertEquals("60", setting(deployment, "default_api_key_rpm_limit"));
    assertEquals("true", setting(deployment, "drop_params"));
    assertEquals("false", setting(deployment, "merge_reasoning_content_in_choices"));
    assertEquals("\"2024-02-01\"", setting(deployment, "api_version"));
    assertEquals("\"0123\"", setting(deployment, "vertex_project"));
    assertEquals("[\"1\",\"a\"]", setting(deployment, "tags"));
    assertEquals(
        "{\"yes\":false,\"n\":null,\"o\":\"0o7\",\"d\":\"2024-02-01\",\"i\":\".inf\",\"e\":null}",
        setting(deployment, "metadata"));
  }

  @Test
  void anchorsAndMergesWork() {
    GatewayConfig config =
        Samples.read(
            """
            shared: &shared
              api_key: os.environ/K
              rpm: 5
            model_list:
              - model_name: a
                litellm_params: {<<: *shared, model: groq/x, rpm: 6}
              - model_name: b
                litellm_params: {model: groq/y, <<: [{rpm: 7}, *shared]}
            """);
    assertEquals("6", setting(config.deployments().get(0), "rpm"));
    assertEquals("7", setting(config.deployments().get(1), "rpm"));
    assertEquals(SecretRef.environment("K"), config.deployments().get(1).apiKey());
  }

  @Test
  void anIdDependsOnTheContentAndNotOnTheOrderOfKeys() {
    String id = one("model: groq/x", "rpm: 5").id();
    assertTrue(id.matches("[0-9a-f]{16}"), id);
    assertEquals(id, one("rpm: 5", "model: groq/x").id());
    assertNotEquals(id, one("model: groq/x", "rpm: 6").id());
    assertEquals(
        List.of(id + "-2", id),
        Samples.read(
                entry("model: groq/x", "rpm: 5")
                    + "  - {model_name: other, litellm_params: {model: groq/x}, model_info: {id: "
                    + id
                    + "}}\n")
            .deployments()
            .stream()
            .map(Deployment::id)
            .toList());
  }

  @Test
  void parametersGoBeforeModelInfo() {
    Deployment deployment =
        Samples.read(
                entry("model: gpt-4o", "input_cost_per_token: 2")
                    + "    model_info: {input_cost_per_token: 1, supports_vision: True, note: x}\n")
            .deployments()
            .getFirst();
    assertEquals(
        Map.of(
            "input_cost_per_token", RawJson.of("2"),
            "supports_vision", RawJson.of("true"),
            "note", RawJson.of("\"x\"")),
        deployment.settings());
  }

  @Test
  void theMasterKeyCanStandInEitherSectionOrInBoth() {
    SecretRef key = new SecretRef("sk-abc");
    assertEquals(key, Samples.read("general_settings: {master_key: sk-abc}").masterKey());
    assertEquals(key, Samples.read("litellm_settings: {master_key: sk-abc}").masterKey());
    GatewayConfig both =
        Samples.read("{general_settings: {master_key: k}, litellm_settings: {master_key: k}}");
    assertEquals(new SecretRef("k"), both.masterKey());
    assertEquals(Map.of(), both.generalSettings());
    assertEquals(Map.of(), both.litellmSettings());
    assertNull(Samples.read("general_settings: {master_key: }").masterKey());
  }

  @Test
  void aWarningNamesAllThatHasNoMeaningAndAnotherAllThatDoesNothingYet() {
    GatewayConfig config =
        Samples.read(
            entry("model: gpt-4o", "itpm: 3", "frobnicate: 3", "sk-SECRET: 4")
                + """
                include: [more.yaml]
                guardrails: []
                litellm_settings: {cache: true, callbacks: [x], drop_params: true}
                general_settings: {database_url: postgres://u:SECRET@h/d}
                router_settings: {redis_host: h, default_max_parallel_requests: 5}
                """);
    assertEquals(
        List.of(
            "These settings have no meaning here: general_settings.database_url, guardrails,"
                + " include, litellm_params.?, litellm_params.frobnicate, litellm_settings.cache,"
                + " litellm_settings.callbacks, router_settings.redis_host.",
            "These settings are kept, but do nothing yet: litellm_params.itpm,"
                + " router_settings.default_max_parallel_requests."),
        config.warnings());
    assertEquals("3", setting(config.deployments().getFirst(), "frobnicate"));
    assertEquals(Map.of("drop_params", RawJson.of("true")), config.litellmSettings());
  }

  @Test
  void theFileCanSetVariablesItself() {
    GatewayConfig config =
        Samples.read(
            """
            environment_variables:
              BASE: https://x.example/v1
              AGAIN: os.environ/AZURE_API_BASE
              SELF: os.environ/SELF
              LIMIT: 7
            """
                + entry("model: openai/x", "api_base: os.environ/BASE", "rpm: os.environ/LIMIT")
                + "  - {model_name: b, litellm_params: {model: x, api_base: os.environ/AGAIN}}\n");
    assertEquals("https://x.example/v1", config.deployments().get(0).apiBase());
    assertEquals("7", setting(config.deployments().get(0), "rpm"));
    assertEquals("https://example.openai.azure.com", config.deployments().get(1).apiBase());
    assertEquals(
        Map.of(
            "BASE", new SecretRef("https://x.example/v1"),
            "AGAIN", SecretRef.environment("AZURE_API_BASE"),
            "LIMIT", new SecretRef("7")),
        config.environment());
  }

  @Test
  void emptySectionsAreFine() {
    assertEquals(List.of(), Samples.read("model_list:\nrouter_settings:\n").deployments());
    assertEquals(List.of(), Samples.read("\uFEFFmodel_list: []\r\n").deployments());
  }

  @Test
  void whatLitellmSettingsSayOfParametersHoldsForDeploymentsThatDoNotSay() {
    List<Deployment> deployments =
        Samples.read(
                entry("model: openai/a", "drop_params: false")
                    + "\nlitellm_settings:\n  drop_params: true\n  modify_params: true\n"
                    + "  additional_drop_params: [top_p]\n")
            .deployments();
    Deployment one = deployments.getFirst();
    assertEquals("false", setting(one, "drop_params"));
    assertEquals("true", setting(one, "modify_params"));
    assertEquals(List.of("top_p"), one.texts("additional_drop_params"));
  }
}
