package dev.dragoman.provider.anthropic;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Bedrock;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.OwnMessagesApi;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.TokenCount;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.Vertex;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Messages API itself: Anthropic's, and that of all who offer it. Requests and events pass as
 * the bytes they came in but for what the target needs otherwise.
 */
public final class AnthropicProvider implements Provider {
  private final ModelCatalogue models;

  public AnthropicProvider(ModelCatalogue models) {
    this.models = models;
  }

  @Override
  public Encoded encode(MessagesRequest request, Deployment target) {
    Host host = Host.of(target);
    Notes notes = new Notes();
    List<String> betas = Betas.of(request, host);
    byte[] body = body(request, target, notes).answered(host == Host.BEDROCK ? betas : List.of());
    return new Encoded(
        new UpstreamRequest(
            "POST", Addresses.messages(target, host), headers(target, host, betas), body),
        notes.list());
  }

  @Override
  public Authentication authentication(Deployment target) {
    return switch (Host.of(target)) {
      case VERTEX -> Vertex.authentication(target);
      case BEDROCK -> Bedrock.authentication(target);
      case ANTHROPIC, AZURE -> new Authentication.KeyHeader("x-api-key", key(target));
      case OTHER -> {
        OwnMessagesApi own = OwnMessagesApi.of(target);
        yield own == null
            ? new Authentication.KeyHeader("x-api-key", key(target))
            : own.authentication(target);
      }
    };
  }

  @Override
  public Provenance provenance(Deployment target) {
    return Provenance.of("anthropic", target);
  }

  @Override
  public @Nullable Counting counting(Deployment target) {
    if (Host.of(target) != Host.ANTHROPIC) {
      return null;
    }
    return new TokenCount(
        target.provider(),
        "input_tokens",
        request -> {
          Notes notes = new Notes();
          return new Encoded(
              new UpstreamRequest(
                  "POST",
                  URI.create(Addresses.messages(target, Host.ANTHROPIC) + "/count_tokens"),
                  headers(target, Host.ANTHROPIC, Betas.of(request, Host.ANTHROPIC)),
                  body(request, target, notes).counted()),
              notes.list());
        });
  }

  @Override
  public Translator translator(MessagesRequest request, Deployment target) {
    return new AnthropicTranslator(target.provider(), request.model(), wrapping(target));
  }

  @Override
  public ApiError decodeError(int status, Headers headers, byte[] body, Deployment target) {
    return AnthropicErrors.decode(status, headers, body, target);
  }

  private AnthropicBody body(MessagesRequest request, Deployment target, Notes notes) {
    return new AnthropicBody(
        new Encoding(request, target, models.of(target), notes),
        Host.of(target),
        new Thinking(wrapping(target)));
  }

  /** Claude's own signatures stay raw, so that a client may go to Anthropic itself with them. */
  private @Nullable Provenance wrapping(Deployment target) {
    return Host.of(target).claude() ? null : provenance(target);
  }

  private static Headers headers(Deployment target, Host host, List<String> betas) {
    Headers headers =
        Headers.of(
            "content-type",
            "application/json",
            "accept",
            host == Host.BEDROCK ? "application/vnd.amazon.eventstream" : "text/event-stream");
    if (!host.modelInAddress()) {
      headers = headers.with("anthropic-version", "2023-06-01");
    }
    if (!betas.isEmpty() && host != Host.BEDROCK) {
      headers = headers.with("anthropic-beta", String.join(",", betas));
    }
    for (Map.Entry<String, String> header : target.headers().entrySet()) {
      headers = headers.with(header.getKey(), header.getValue());
    }
    return headers;
  }

  private static SecretRef key(Deployment target) {
    if (target.apiKey() != null) {
      return target.apiKey();
    }
    return SecretRef.environment(
        target.provider().equals("azure_ai") ? "AZURE_AI_API_KEY" : "ANTHROPIC_API_KEY");
  }
}
