package dev.dragoman.provider.chat;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.provider.Deployment;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where Azure has Chat Completions, and what authorizes a request there.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/ai-foundry/openai/reference">Azure OpenAI
 *     REST API reference</a>
 */
final class Azure {
  private static final String SCOPE = "https://cognitiveservices.azure.com/.default";

  /** Versions that name the form without a version in its address. */
  private static final Set<String> V1 = Set.of("v1", "latest", "preview");

  private Azure() {}

  /**
   * With a dated {@code api_version} a deployment has an address of its own, else all share one.
   */
  static String address(Deployment target, String base) {
    String version = target.text("api_version");
    if (target.provider().equals("azure_ai")) {
      return base + "/chat/completions" + query(version);
    }
    if (version == null || V1.contains(version)) {
      return (base.endsWith("/openai/v1") ? base : base + "/openai/v1") + "/chat/completions";
    }
    String name = URLEncoder.encode(target.upstreamModel(), StandardCharsets.UTF_8);
    return base + "/openai/deployments/" + name + "/chat/completions" + query(version);
  }

  private static String query(@Nullable String version) {
    return version == null
        ? ""
        : "?api-version=" + URLEncoder.encode(version, StandardCharsets.UTF_8);
  }

  /** A key, a token, a client of Entra's with its secret, or the usual variable's key. */
  static Authentication authentication(Deployment target, String variable) {
    if (target.apiKey() != null) {
      return new Authentication.KeyHeader("api-key", target.apiKey());
    }
    String token = target.text("azure_ad_token");
    if (token != null) {
      return new Authentication.Bearer(new SecretRef(token));
    }
    String tenant = target.text("tenant_id");
    String client = target.text("client_id");
    String secret = target.text("client_secret");
    String set = target.text("azure_scope");
    String scope = set == null ? SCOPE : set;
    if (tenant != null && client != null && secret != null) {
      return new Authentication.EntraClient(tenant, client, new SecretRef(secret), scope);
    }
    return client != null
        ? new Authentication.EntraManaged(client, scope)
        : new Authentication.KeyHeader("api-key", SecretRef.environment(variable));
  }
}
