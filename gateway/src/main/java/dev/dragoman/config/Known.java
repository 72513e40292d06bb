package dev.dragoman.config;

import dev.dragoman.provider.PriceSettings;
import dev.dragoman.routing.RouterSettingsReader;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names of LiteLLM's configuration that mean something here, and the types of those that have a
 * plain one. Whatever is not listed is named in a warning.
 */
final class Known {
  /** The type of a parameter that is kept among the settings. */
  enum ParameterType {
    NUMBER,
    /** Dollars for a token or a search. */
    PRICE,
    /** A price, or prices by name. */
    PRICES,
    WHOLE,
    FLAG,
    /** Text in which a variable that it names is put in. */
    TEXT,
    /** Text that keeps naming its variable. */
    SECRET,
    TEXTS,
    ANY
  }

  /** Sections of the file. */
  static final Set<String> SECTIONS =
      words(
          """
          model_list router_settings litellm_settings general_settings environment_variables
          search_tools
          """);

  static final Set<String> ROUTER_SETTINGS =
      with(RouterSettingsReader.NAMES, "default_max_parallel_requests");

  /** What {@code router_settings} may hold can stand here, too. */
  static final Set<String> LITELLM_SETTINGS =
      with(
          RouterSettingsReader.NAMES,
          """
          master_key drop_params additional_drop_params num_retries_per_request max_budget
          budget_duration max_user_budget max_internal_user_budget internal_user_budget_duration
          default_internal_user_params default_team_params upperbound_key_generate_params
          default_key_generate_params turn_off_message_logging modify_params
          reasoning_auto_summary
          websearch_interception_params
          """);

  static final Set<String> GENERAL_SETTINGS =
      words(
          """
          master_key store_model_in_db max_parallel_requests global_max_parallel_requests
          infer_model_from_keys completion_model disable_spend_logs store_prompts_in_spend_logs
          maximum_spend_logs_retention_period max_request_size_mb max_response_size_mb
          allow_requests_on_db_unavailable forward_client_headers_to_llm_api search_tools
          max_budget_per_session allowed_secret_prefixes allow_private_api_base
          """);

  private static final Set<String> WHOLE =
      words(
          """
          rpm tpm itpm otpm max_retries num_retries max_parallel_requests order
          default_api_key_tpm_limit default_api_key_rpm_limit max_completion_tokens n
          health_check_max_tokens
          """);

  private static final Set<String> NUMBERS =
      words(
          """
          weight max_budget cooldown_time temperature top_p max_file_size_mb keepalive_seconds
          mock_delay health_check_timeout
          """);

  /**
   * Prices: {@code input_cost_per_token}, {@code cache_read_input_token_cost_above_200k_tokens}.
   */
  private static final Pattern PRICE = Pattern.compile("(.*_)?cost(_.*)?");

  private static final Set<String> FLAGS =
      words(
          """
          drop_params modify_params merge_reasoning_content_in_choices use_in_pass_through use_litellm_proxy
          reasoning_auto_summary
          use_chat_completions_api parallel_tool_calls stream store mock_timeout
          """);

  private static final Set<String> TEXTS =
      words("tags tag_regex additional_drop_params allowed_openai_params");

  private static final Set<String> TEXT =
      words(
          """
          organization api_version base_model budget_duration region_name deployment_id
          tenant_id client_id azure_scope azure_username vertex_project vertex_location
          aws_region_name aws_session_name aws_profile_name aws_role_name aws_sts_endpoint
          aws_external_id aws_bedrock_runtime_endpoint model_id watsonx_region_name reasoning_effort
          reasoning_summary
          service_tier prompt_cache_key prompt_cache_retention safety_identifier verbosity user
          mode litellm_credential_name allowed_model_region health_check_model
          """);

  private static final Set<String> SECRETS =
      words(
          """
          azure_ad_token client_secret azure_password aws_access_key_id aws_secret_access_key
          aws_session_token aws_web_identity_token
          """);

  private static final Set<String> ANY =
      words(
          """
          vertex_credentials mock_response model_info headers default_headers
          configurable_clientside_auth_params timeout_by_service_tier stream_timeout_by_service_tier
          tiered_pricing fallbacks context_window_fallback_dict
          retry_policy metadata presence_penalty frequency_penalty logit_bias stop seed
          response_format tools tool_choice logprobs top_logprobs thinking web_search_options
          extra_body modalities stream_options top_k request_timeout ssl_verify
          cache_control_injection_points supports_system_message
          guardrailConfig performanceConfig requestMetadata serviceTier
          """);

  /** Of the parameters that become settings, those that something reads. */
  private static final Set<String> READ =
      words(
          """
          additional_drop_params drop_params modify_params reasoning_summary
          reasoning_auto_summary base_model model_id api_version
          azure_ad_token azure_scope tenant_id client_id client_secret
          vertex_project vertex_location vertex_credentials
          aws_region_name aws_access_key_id aws_secret_access_key aws_session_token aws_role_name
          aws_session_name aws_external_id aws_web_identity_token aws_sts_endpoint aws_profile_name
          aws_bedrock_runtime_endpoint
          weight rpm tpm order tags num_retries max_retries cooldown_time
          mock_response mock_delay mock_timeout
          mode health_check_model health_check_max_tokens health_check_timeout
          """);

  private static final Set<String> READ_OF_LITELLM_SETTINGS =
      words(
          """
          additional_drop_params drop_params modify_params reasoning_auto_summary
          websearch_interception_params
          """);

  private Known() {}

  /** Whether something acts on an entry of {@code litellm_params} that is known. */
  static boolean isRead(String parameter) {
    return READ.contains(parameter)
        || PriceSettings.reads(parameter)
        || parameter.startsWith("supports_");
  }

  /** The same of an entry of a section. */
  static boolean isRead(String section, String name) {
    return switch (section) {
      case "router_settings" -> RouterSettingsReader.NAMES.contains(name);
      case "litellm_settings" ->
          READ_OF_LITELLM_SETTINGS.contains(name)
              || RouterSettingsReader.NAMES.contains(name)
              || PolicySection.reads(section, name);
      case "general_settings" -> name.equals("search_tools") || PolicySection.reads(section, name);
      default -> false;
    };
  }

  /** The type of an entry of {@code litellm_params}; null when the name means nothing here. */
  static @Nullable ParameterType parameter(String name) {
    if (ANY.contains(name)) {
      return ParameterType.ANY;
    }
    if (NUMBERS.contains(name)) {
      return ParameterType.NUMBER;
    }
    if (PRICE.matcher(name).matches()) {
      return name.startsWith("search_context_") ? ParameterType.PRICES : ParameterType.PRICE;
    }
    if (WHOLE.contains(name)) {
      return ParameterType.WHOLE;
    }
    if (FLAGS.contains(name)) {
      return ParameterType.FLAG;
    }
    if (TEXTS.contains(name)) {
      return ParameterType.TEXTS;
    }
    if (SECRETS.contains(name)) {
      return ParameterType.SECRET;
    }
    return TEXT.contains(name) ? ParameterType.TEXT : null;
  }

  /** The type of an entry of {@code model_info}, in which LiteLLM allows any further names. */
  static ParameterType modelInfo(String name) {
    if (name.startsWith("supports_")) {
      return ParameterType.FLAG;
    }
    ParameterType type = parameter(name);
    return type == null ? ParameterType.ANY : type;
  }

  private static Set<String> with(Set<String> names, String list) {
    return Stream.concat(names.stream(), words(list).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> words(String list) {
    return Arrays.stream(list.strip().split("\\s+")).collect(Collectors.toUnmodifiableSet());
  }
}
