package dev.dragoman.config;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says of a provider where an entry says nothing, in LiteLLM's names. Plain
 * settings are read when the configuration is; secrets become references to their variables.
 */
record ProviderDefaults(Variables variables) {
  /** The address of the provider; null for its own. */
  @Nullable String apiBase(String provider) {
    return switch (provider) {
      // OpenAI's own clients look there, and so does LiteLLM.
      case "openai" -> first("OPENAI_BASE_URL", "OPENAI_API_BASE");
      case "azure" -> first("AZURE_API_BASE");
      case "azure_ai" -> first("AZURE_AI_API_BASE");
      // Not ANTHROPIC_BASE_URL: it is where Claude Code finds this gateway.
      case "anthropic" -> first("ANTHROPIC_API_BASE");
      case "gemini" -> first("GEMINI_API_BASE", "GOOGLE_GEMINI_BASE_URL");
      // Google's own clients look there.
      case "vertex_ai" -> first("GOOGLE_VERTEX_BASE_URL");
      default -> null;
    };
  }

  /** Adds what {@code settings} lack. */
  void complete(String provider, @Nullable SecretRef apiKey, Map<String, RawJson> settings) {
    switch (provider) {
      case "azure", "azure_ai" -> {
        if (provider.equals("azure")) {
          plain(settings, "api_version", "AZURE_API_VERSION");
        }
        if (apiKey == null
            && first(provider.equals("azure") ? "AZURE_API_KEY" : "AZURE_AI_API_KEY") == null) {
          entra(settings);
        }
      }
      case "vertex_ai" -> {
        plain(settings, "vertex_project", "VERTEXAI_PROJECT", "VERTEX_PROJECT");
        plain(settings, "vertex_location", "VERTEXAI_LOCATION", "VERTEX_LOCATION");
        reference(settings, "vertex_credentials", "VERTEXAI_CREDENTIALS", "VERTEX_CREDENTIALS");
      }
      case "bedrock" -> {
        plain(settings, "aws_region_name", "AWS_REGION_NAME", "AWS_REGION");
        plain(settings, "aws_bedrock_runtime_endpoint", "AWS_BEDROCK_RUNTIME_ENDPOINT");
      }
      default -> {}
    }
  }

  private void entra(Map<String, RawJson> settings) {
    if (settings.containsKey("azure_ad_token")) {
      return;
    }
    if (settings.containsKey("client_secret") || first("AZURE_CLIENT_SECRET") != null) {
      plain(settings, "tenant_id", "AZURE_TENANT_ID");
      plain(settings, "client_id", "AZURE_CLIENT_ID");
      reference(settings, "client_secret", "AZURE_CLIENT_SECRET");
    } else {
      reference(settings, "azure_ad_token", "AZURE_AD_TOKEN");
    }
  }

  private void plain(Map<String, RawJson> settings, String setting, String... names) {
    String value = first(names);
    if (value != null) {
      settings.putIfAbsent(setting, text(value));
    }
  }

  private void reference(Map<String, RawJson> settings, String setting, String... names) {
    for (String name : names) {
      if (first(name) != null) {
        settings.putIfAbsent(setting, text(SecretRef.environment(name).value()));
        return;
      }
    }
  }

  private @Nullable String first(String... names) {
    for (String name : List.of(names)) {
      String value = variables.value(name);
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    return null;
  }

  static RawJson text(String value) {
    return RawJson.of(Json.text(out -> out.writeString(value)));
  }
}
