package dev.dragoman.provider;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
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
  private static final String COMPLETIONS = "/chat/completions";

  /** Versions that name the form without a version in its address. */
  private static final Set<String> V1 = Set.of("v1", "latest", "preview");

  /** The first dated version that has the Responses API. */
  private static final String FIRST_RESPONSES = "2025-03-01";

  /** The hosts of Foundry's resources. */
  private static final String FOUNDRY = ".services.ai.azure.com";

  /** The path of the Model Inference API, and its version. */
  private static final String INFERENCE = "/models";

  private static final String INFERENCE_VERSION = "2024-05-01-preview";

  /** The host of a single model: it takes its key as a bearer token. */
  private static final Pattern SERVERLESS =
      Pattern.compile("://[^/]*\\.(models|inference)\\.(ai|ml)\\.azure\\.com");

  private static final Pattern OPENAI_MODEL =
      Pattern.compile("(openai/)?(gpt-(?!oss)|chatgpt|codex|computer-use|model[-_]router|o\\d).*");

  private Azure() {}

  /** Whether {@code target} is at Azure. */
  public static boolean has(Deployment target) {
    return target.provider().equals("azure") || target.provider().equals("azure_ai");
  }

  /** Whether the model is one of OpenAI's, and not of another maker's in Foundry. */
  public static boolean hasOpenAiModel(Deployment target) {
    return OPENAI_MODEL.matcher(target.baseModel()).matches();
  }

  /**
   * Whether an address of Chat Completions is of the Model Inference API, which refuses what it
   * does not know itself, such as usage in a stream, unless it is told to pass that on to the
   * model.
   *
   * @see <a
   *     href="https://learn.microsoft.com/en-us/rest/api/microsoft-foundry/modelinference/">Azure
   *     AI Model Inference, extensibility: {@code extra-parameters}</a>
   */
  public static boolean isInference(Deployment target, URI address) {
    return target.provider().equals("azure_ai")
        && (address.getPath().endsWith(INFERENCE + COMPLETIONS)
            || SERVERLESS.matcher(address.toString()).find());
  }

  /**
   * The address of Chat Completions. With a dated {@code api_version} a deployment has an address
   * of its own, else all share one.
   */
  public static String address(Deployment target, String base) {
    String version = target.text("api_version");
    if (target.provider().equals("azure_ai")) {
      return foundry(base, version);
    }
    if (version == null || V1.contains(version)) {
      return v1(base) + COMPLETIONS;
    }
    String name = URLEncoder.encode(target.upstreamModel(), StandardCharsets.UTF_8);
    return base + "/openai/deployments/" + name + COMPLETIONS + query(version);
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

  /**
   * All models of a resource are behind {@code /openai/v1}; an address or a date can name the older
   * Model Inference API instead.
   */
  private static String foundry(String base, @Nullable String version) {
    boolean dated = version != null && !V1.contains(version);
    URI address = URI.create(base);
    boolean resource =
        address.getPath().isEmpty()
            && address.getHost() != null
            && address.getHost().endsWith(FOUNDRY);
    if (resource && !dated) {
      return base + V1_BASE + COMPLETIONS;
    }
    String api = resource ? base + INFERENCE : base;
    return api.endsWith(INFERENCE)
        ? api + COMPLETIONS + query(dated ? version : INFERENCE_VERSION)
        : api + COMPLETIONS + query(version);
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
      boolean serverless = target.apiBase() != null && SERVERLESS.matcher(target.apiBase()).find();
      return serverless
          ? new Authentication.Bearer(target.apiKey())
          : new Authentication.KeyHeader("api-key", target.apiKey());
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
