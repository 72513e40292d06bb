package dev.dragoman.provider;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where Azure has OpenAI's APIs, and what authorizes a request there.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/ai-foundry/openai/reference">Azure OpenAI
 *     REST API reference</a>
 */
public final class Azure {
  private static final String SCOPE = "https://cognitiveservices.azure.com/.default";
  private static final String V1_BASE = "/openai/v1";

  /** Versions that name the form without a version in its address. */
  private static final Set<String> V1 = Set.of("v1", "latest", "preview");

  /** The first dated version that has the Responses API. */
  private static final String FIRST_RESPONSES = "2025-03-01";

  private Azure() {}

  /** Whether {@code target} is at Azure. */
  public static boolean has(Deployment target) {
    return target.provider().equals("azure") || target.provider().equals("azure_ai");
  }

  /**
   * The address of Chat Completions. With a dated {@code api_version} a deployment has an address
   * of its own, else all share one.
   */
  public static String address(Deployment target, String base) {
    String version = target.text("api_version");
    if (target.provider().equals("azure_ai")) {
      return base + "/chat/completions" + query(version);
    }
    if (version == null || V1.contains(version)) {
      return v1(base) + "/chat/completions";
    }
    String name = URLEncoder.encode(target.upstreamModel(), StandardCharsets.UTF_8);
    return base + "/openai/deployments/" + name + "/chat/completions" + query(version);
  }

  /**
   * The address of the Responses API. Dated versions have it from March 2025 on; whoever set an
   * older one, for Chat Completions, finds it in the form without a version.
   */
  public static String responses(Deployment target, String base) {
    String version = target.text("api_version");
    boolean dated =
        version != null
            && !V1.contains(version)
            && version.compareTo(FIRST_RESPONSES) >= 0
            && !base.endsWith(V1_BASE);
    return dated ? base + "/openai/responses" + query(version) : v1(base) + "/responses";
  }

  private static String v1(String base) {
    return base.endsWith(V1_BASE) ? base : base + V1_BASE;
  }

  private static String query(@Nullable String version) {
    return version == null
        ? ""
        : "?api-version=" + URLEncoder.encode(version, StandardCharsets.UTF_8);
  }

  /** A key, a token, a client of Entra's with its secret, or the key in {@code variable}. */
  public static Authentication authentication(Deployment target, String variable) {
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
