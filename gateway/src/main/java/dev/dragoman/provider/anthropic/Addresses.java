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

  private Addresses() {}

  /** The address that answers with a stream. */
  static URI messages(Deployment target, Host host) {
    return switch (host) {
      case VERTEX -> Vertex.uri(target, "anthropic", "streamRawPredict");
      case BEDROCK -> Bedrock.uri(target, "invoke-with-response-stream");
      case AZURE -> azure(base(target));
      case ANTHROPIC ->
          versioned(target.apiBase() == null ? "https://api.anthropic.com" : target.apiBase());
      case OTHER -> versioned(other(target));
    };
  }

  private static URI azure(String base) {
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
