package dev.dragoman.provider.anthropic;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.provider.Deployment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider has a Messages API for models of its own.
 *
 * @param base its address, without version and path
 * @param key the variable in which its key usually stands
 * @param bearer whether the key goes as a bearer token, else in {@code x-api-key}
 */
record OtherEndpoint(String base, String key, boolean bearer) {
  private static final Map<String, OtherEndpoint> KNOWN =
      Map.of(
          // api-docs.deepseek.com/guides/anthropic_api
          "deepseek",
          new OtherEndpoint("https://api.deepseek.com/anthropic", "DEEPSEEK_API_KEY", false),
          // platform.minimax.io/docs/api-reference/text-anthropic-api
          "minimax",
          new OtherEndpoint("https://api.minimax.io/anthropic", "MINIMAX_API_KEY", true),
          // platform.moonshot.ai/docs/guide/agent-support
          "moonshot",
          new OtherEndpoint("https://api.moonshot.ai/anthropic", "MOONSHOT_API_KEY", true),
          // openrouter.ai/docs/api-reference/anthropic-messages
          "openrouter",
          new OtherEndpoint("https://openrouter.ai/api", "OPENROUTER_API_KEY", true),
          // docs.z.ai/devpack/tool/claude
          "zai",
          new OtherEndpoint("https://api.z.ai/api/anthropic", "ZAI_API_KEY", true));

  /** The one of {@code target}'s provider; null if none is known. */
  static @Nullable OtherEndpoint of(Deployment target) {
    return KNOWN.get(target.provider());
  }

  /** What authorizes a request to it. */
  Authentication authentication(Deployment target) {
    SecretRef secret = target.apiKey() == null ? SecretRef.environment(key) : target.apiKey();
    return bearer
        ? new Authentication.Bearer(secret)
        : new Authentication.KeyHeader("x-api-key", secret);
  }
}
