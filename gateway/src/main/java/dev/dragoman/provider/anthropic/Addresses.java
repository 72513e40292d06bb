package dev.dragoman.provider.anthropic;

import dev.dragoman.messages.ApiError;
import dev.dragoman.provider.Bedrock;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.OwnMessagesApi;
import dev.dragoman.provider.Vertex;
import java.net.URI;

/** Where each host has the Messages API. */
final class Addresses {
  private static final String PATH = "/messages";
  private static final String ANTHROPIC = "https://api.anthropic.com";

  private Addresses() {}

  /** The address that answers with a stream. */
  static URI messages(Deployment target, Host host) {
    return switch (host) {
      case VERTEX -> Vertex.uri(target, "anthropic", "streamRawPredict");
      case BEDROCK -> Bedrock.uri(target, "invoke-with-response-stream");
      case BEDROCK_MESSAGES -> below(bedrock(target));
      case AZURE -> below(base(target));
      case ANTHROPIC -> versioned(target.apiBase() == null ? ANTHROPIC : target.apiBase());
      case OTHER -> versioned(other(target));
    };
  }

  /**
   * The address that counts tokens.
   *
   * @see <a
   *     href="https://docs.cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude/count-tokens">Count
   *     tokens on Vertex AI</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html">CountTokens
   *     of Bedrock</a>
   */
  static URI count(Deployment target, Host host) {
    return switch (host) {
      case VERTEX ->
          URI.create(
              Vertex.parent(target) + "/publishers/anthropic/models/count-tokens:rawPredict");
      // It knows models, not the profiles that stand for them in several regions.
      case BEDROCK ->
          URI.create(
              Bedrock.uri(target, "count-tokens")
                  .toString()
                  .replaceFirst("/model/[a-z-]+\\.anthropic\\.", "/model/anthropic."));
      default -> URI.create(messages(target, host) + "/count_tokens");
    };
  }

  /** Whether Bedrock's address is that of the service that is named for its Messages API. */
  static boolean isMantle(Deployment target) {
    return bedrock(target).contains("://bedrock-mantle.");
  }

  private static String bedrock(Deployment target) {
    String endpoint = target.text("aws_bedrock_runtime_endpoint");
    String base = endpoint == null ? target.apiBase() : endpoint;
    if (base == null) {
      return "https://bedrock-mantle." + Bedrock.region(target) + ".api.aws";
    }
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  /** Below {@code /anthropic}, which the configuration may leave out. */
  private static URI below(String base) {
    return versioned(
        base.contains("/anthropic") || base.endsWith(PATH) ? base : base + "/anthropic");
  }

  /** With or without the version, and with or without the path. */
  private static URI versioned(String base) {
    if (base.endsWith(PATH)) {
      return URI.create(base);
    }
    return URI.create((base.endsWith("/v1") ? base : base + "/v1") + PATH);
  }

  private static String other(Deployment target) {
    OwnMessagesApi own = OwnMessagesApi.of(target);
    return target.apiBase() == null && own != null ? own.base() : base(target);
  }

  private static String base(Deployment target) {
    if (target.apiBase() == null) {
      throw ApiError.invalid(
              "the deployment of " + target.modelName() + " needs an api_base in its configuration")
          .toException();
    }
    return target.apiBase();
  }
}
