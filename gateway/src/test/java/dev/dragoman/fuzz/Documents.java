package dev.dragoman.fuzz;

import static dev.dragoman.fuzz.LegalStream.holds;

import dev.dragoman.config.ConfigFaults;
import dev.dragoman.config.ConfigReader;
import dev.dragoman.config.GatewayConfig;
import dev.dragoman.credential.TokenAnswer;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.provider.catalogue.Providers;
import dev.dragoman.search.SearchBackend;
import dev.dragoman.search.SearchOutcome;
import dev.dragoman.search.SearchQuery;
import dev.dragoman.search.Sites;
import dev.dragoman.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** The small documents that the gateway reads: errors, counts, tokens, search results, configs. */
final class Documents {
  private static final ConfigReader CONFIG = new ConfigReader(Providers.known(), name -> null);
  private static final Providers PROVIDERS = new Providers(new ModelCatalogue());

  private static final List<Deployment> TARGETS =
      List.of(
          Deployment.of("m", "openai", "gpt-4o"),
          Deployment.of("m", "openai", "gpt-5"),
          Deployment.of("m", "groq", "llama-4"),
          Deployment.of("m", "gemini", "gemini-3-pro"),
          Deployment.of("m", "anthropic", "claude-opus-4-8"),
          Deployment.of("m", "bedrock", "us.amazon.nova-pro-v1:0"),
          Deployment.of("m", "bedrock", "us.anthropic.claude-opus-4-8"),
          Deployment.of("m", "azure", "gpt-4o").at("https://res.openai.azure.com", null));

  private static final List<String> ERRORS =
      List.of(
          "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens. However,"
              + " your messages resulted in 9000 tokens\",\"type\":\"invalid_request_error\","
              + "\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}",
          "{\"error\":{\"message\":\"maximum context length is 8192 tokens. However, you requested"
              + " 9000 tokens (1000 in the messages, 8000 in the completion)\",\"code\":400}}",
          "[{\"error\":{\"code\":400,\"message\":\"The input token count (9000) exceeds the maximum"
              + " number of tokens allowed (8192).\",\"status\":\"INVALID_ARGUMENT\","
              + "\"details\":[{\"@type\":\"x\"}]}}]",
          "{\"error\":{\"code\":\"content_filter\",\"message\":\"filtered\",\"innererror\":{}}}",
          "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"},"
              + "\"request_id\":\"req_0\"}",
          "{\"message\":\"Too many input tokens. Max input tokens: 8192, request input token count:"
              + " 9000\"}",
          "{\"detail\":[{\"loc\":[\"body\",\"messages\"],\"msg\":\"no\"}]}",
          "{\"error\":\"model is loading\",\"errors\":[\"a\",{\"message\":\"b\"}]}",
          "{\"error\":{\"message\":\"Rate limit\",\"type\":\"tokens\",\"code\":\"rate_limit\"}}");

  private static final List<String> COUNTS =
      List.of(
          "{\"input_tokens\":12}",
          "{\"totalTokens\":12,\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":12}]}",
          "{\"inputTokens\":12,\"object\":\"response.input_tokens\"}");

  private static final List<String> TOKENS =
      List.of(
          "{\"access_token\":\"ey\",\"expires_in\":3599,\"token_type\":\"Bearer\"}",
          "{\"access_token\":\"ey\",\"expires_on\":\"1784000000\",\"ext_expires_in\":\"9\"}",
          "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: no\","
              + "\"error_codes\":[7000215]}",
          "{\"error\":{\"code\":403,\"message\":\"denied\",\"status\":\"PERMISSION_DENIED\"}}");

  private static final List<String> SEARCHES =
      List.of(
          "{\"query\":\"q\",\"results\":[{\"url\":\"https://a.example/b\",\"title\":\"A\",\"content\":"
              + "\"c\",\"publishedDate\":\"2026-01-01\"},{\"url\":\"https://c.example\",\"title\":\"\","
              + "\"content\":\"d\"}],\"unresponsive_engines\":[[\"x\",\"timeout\"]]}",
          "{\"answer\":null,\"results\":[{\"url\":\"http://a.example\",\"title\":\"A\",\"content\":"
              + "\"c\",\"score\":0.9,\"published_date\":null}],\"response_time\":1.2}");

  /** JSON is YAML, too. */
  private static final List<String> CONFIGS =
      List.of(
          "{\"model_list\":[{\"model_name\":\"m\",\"litellm_params\":{\"model\":\"openai/gpt-4o\","
              + "\"api_key\":\"os.environ/KEY\",\"api_base\":\"https://a.example/v1\",\"rpm\":6,"
              + "\"timeout\":30.5,\"weight\":2,\"max_tokens\":10,\"drop_params\":true,"
              + "\"additional_drop_params\":[\"top_k\"],\"extra_headers\":{\"x\":\"y\"},"
              + "\"tags\":[\"a\"],\"input_cost_per_token\":1e-6},\"model_info\":{\"id\":\"i\","
              + "\"base_model\":\"gpt-4o\",\"mode\":\"chat\"}}],\"general_settings\":{"
              + "\"master_key\":\"sk-1\"},\"litellm_settings\":{\"num_retries\":2,"
              + "\"request_timeout\":9},\"router_settings\":{\"routing_strategy\":"
              + "\"simple-shuffle\",\"fallbacks\":[{\"m\":[\"n\"]}],\"model_group_alias\":{\"a\":"
              + "\"m\"}},\"environment_variables\":{\"KEY\":\"v\"}}",
          "{\"model_list\":[{\"model_name\":\"c\",\"litellm_params\":{\"model\":"
              + "\"vertex_ai/claude-opus-4-8\",\"vertex_project\":\"p\",\"vertex_location\":\"l\"}},"
              + "{\"model_name\":\"z\",\"litellm_params\":{\"model\":\"azure/gpt-4o\",\"api_base\":"
              + "\"https://r.openai.azure.com\",\"api_version\":\"2025-01-01\",\"tenant_id\":\"t\","
              + "\"client_id\":\"c\",\"client_secret\":\"s\"}},{\"model_name\":\"*\","
              + "\"litellm_params\":{\"model\":\"bedrock/*\",\"aws_region_name\":\"us-east-1\"}}],"
              + "\"search_tools\":[{\"search_tool_name\":\"s\",\"litellm_params\":{"
              + "\"search_provider\":\"tavily\",\"api_key\":\"k\"}}]}");

  private Documents() {}

  static List<Reading> all() {
    return List.of(
        new DocumentReading("errors", 40, ERRORS, Documents::error),
        new DocumentReading("counts", 15, COUNTS, Documents::count),
        new DocumentReading("tokens", 15, TOKENS, Documents::token),
        new DocumentReading("search results", 15, SEARCHES, Documents::search),
        new DocumentReading("configurations", 20, CONFIGS, Documents::config));
  }

  private static Deployment target(RandomGenerator random) {
    return TARGETS.get(random.nextInt(TARGETS.size()));
  }

  private static boolean error(byte[] body, RandomGenerator random) {
    Deployment target = target(random);
    int[] statuses = {300, 400, 401, 402, 403, 404, 408, 413, 422, 429, 500, 503, 529, 599};
    int status = statuses[random.nextInt(statuses.length)];
    Headers headers = Headers.of("retry-after", random.nextBoolean() ? "7" : "123456789.5");
    UpstreamErrors.isFiltered(status, body);
    ApiError error = PROVIDERS.of(target).decodeError(status, headers, body, target);
    Inputs.isTellable(error.toException());
    holds(!error.message().isEmpty(), "an error has a message");
    return error.status() < 500;
  }

  private static boolean count(byte[] body, RandomGenerator random) {
    Deployment target = target(random);
    Provider.Counting counting = PROVIDERS.of(target).counting(target);
    if (counting == null) {
      return false;
    }
    try {
      holds(counting.read(body) >= 0, "a count is not negative");
      return true;
    } catch (ApiException e) {
      Inputs.isTellable(e);
      return false;
    }
  }

  private static boolean token(byte[] body, RandomGenerator random) {
    TokenAnswer answer = TokenAnswer.of(random.nextInt(3) == 0 ? 400 : 200, body);
    holds(answer.reason().length() < 500, "a reason is short");
    return answer.token(Instant.EPOCH) != null;
  }

  private static boolean search(byte[] body, RandomGenerator random) {
    boolean ours = random.nextBoolean();
    Deployment plain = Deployment.of("m", "openai", "gpt-4o");
    Deployment target =
        plain.withDefaults(
            Map.of(
                "search_provider",
                RawJson.of(ours ? "\"searxng\"" : "\"tavily\""),
                "search_api_base",
                RawJson.of("\"http://a.example\"")));
    Sites sites =
        new Sites(random.nextBoolean() ? List.of("a.example/b*") : List.of(), List.of("c.example"));
    SearchBackend backend = Objects.requireNonNull(SearchBackend.of(target));
    SearchOutcome outcome = backend.decode(200, body, new SearchQuery("q", sites, "us"));
    return outcome instanceof SearchOutcome.Found;
  }

  private static boolean config(byte[] json, RandomGenerator random) {
    String text = new String(json, StandardCharsets.UTF_8);
    try {
      GatewayConfig config = CONFIG.read(text);
      config.configured();
      return true;
    } catch (ConfigFaults e) {
      holds(!e.faults().isEmpty(), "a fault is named");
      return false;
    }
  }
}
