package dev.dragoman.provider.anthropic;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Azure;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Messages API itself: Anthropic's, and that of all who offer it. Requests and events pass as
 * the bytes they came in but for what the target needs otherwise.
 */
public final class AnthropicProvider implements Provider {
  /** The service that AWS's signature names for the addresses of Bedrock's own Messages API. */
  private static final String MANTLE = "bedrock-mantle";

  private final ModelCatalogue models;

  public AnthropicProvider(ModelCatalogue models) {
    this.models = models;
  }

  @Override
  public Encoded encode(MessagesRequest request, Deployment target) {
    Host host = Host.of(target);
    Encoding encoding = encoding(request, target);
    List<String> betas = Betas.of(encoding, host);
    byte[] body = body(encoding, host).answered(inBody(betas, host));
    String accept =
        host == Host.BEDROCK ? "application/vnd.amazon.eventstream" : "text/event-stream";
    return new Encoded(
        new UpstreamRequest(
            "POST", Addresses.messages(target, host), headers(target, host, accept, betas), body),
        encoding.notes().list());
  }

  @Override
  public Authentication authentication(Deployment target) {
    return switch (Host.of(target)) {
      case VERTEX -> Vertex.authentication(target);
      case BEDROCK -> Bedrock.authentication(target);
      case BEDROCK_MESSAGES -> mantle(target);
      case ANTHROPIC -> key(target, "ANTHROPIC_API_KEY");
      case AZURE -> azure(target);
      case OTHER -> {
        OwnMessagesApi own = OwnMessagesApi.of(target);
        if (Azure.has(target)) {
          yield azure(target);
        }
        yield own == null ? key(target, "ANTHROPIC_API_KEY") : own.authentication(target);
      }
    };
  }

  private static Authentication mantle(Deployment target) {
    Authentication usual = Bedrock.authentication(target);
    return usual instanceof Authentication.AwsSignature signature && Addresses.isMantle(target)
        ? new Authentication.AwsSignature(
            MANTLE, signature.region(), signature.keys(), signature.role(), signature.profile())
        : usual;
  }

  /**
   * As all of Azure; a key stands in Anthropic's own header.
   *
   * @see <a
   *     href="https://platform.claude.com/docs/en/build-with-claude/claude-in-microsoft-foundry">
   *     Claude in Microsoft Foundry: API keys, Microsoft Entra</a>
   */
  private static Authentication azure(Deployment target) {
    Authentication usual = Azure.authentication(target, "AZURE_AI_API_KEY");
    return usual instanceof Authentication.KeyHeader given
        ? new Authentication.KeyHeader("x-api-key", given.secret())
        : usual;
  }

  private static Authentication key(Deployment target, String variable) {
    SecretRef key = target.apiKey() == null ? SecretRef.environment(variable) : target.apiKey();
    return new Authentication.KeyHeader("x-api-key", key);
  }

  @Override
  public Provenance provenance(Deployment target) {
    return Provenance.of("anthropic", target);
  }

  @Override
  public boolean searches(MessagesRequest request, Deployment target) {
    return Host.of(target).runs("web_search");
  }

  @Override
  public @Nullable Counting counting(Deployment target) {
    Host host = Host.of(target);
    if (host == Host.OTHER) {
      return null;
    }
    return new TokenCount(
        target.provider(),
        host == Host.BEDROCK ? "inputTokens" : "input_tokens",
        request -> {
          Encoding encoding = encoding(request, target);
          List<String> betas = Betas.of(encoding, host);
          return new Encoded(
              new UpstreamRequest(
                  "POST",
                  Addresses.count(target, host),
                  headers(target, host, "application/json", betas),
                  body(encoding, host).counted(inBody(betas, host))),
              encoding.notes().list());
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

  private Encoding encoding(MessagesRequest request, Deployment target) {
    return new Encoding(request, target, models.of(target), new Notes());
  }

  private AnthropicBody body(Encoding encoding, Host host) {
    Deployment target = encoding.target();
    return new AnthropicBody(encoding, host, Thinking.of(target, wrapping(target)));
  }

  /** Claude's own signatures stay raw, so that a client may go to Anthropic itself with them. */
  private @Nullable Provenance wrapping(Deployment target) {
    return Host.of(target).claude() ? null : provenance(target);
  }

  /** Bedrock's invoke takes them in the body, all others in a header. */
  private static List<String> inBody(List<String> betas, Host host) {
    return host == Host.BEDROCK ? betas : List.of();
  }

  private static Headers headers(Deployment target, Host host, String accept, List<String> betas) {
    Headers headers = Headers.of("content-type", "application/json", "accept", accept);
    if (!host.modelInAddress()) {
      headers = headers.with("anthropic-version", "2023-06-01");
    }
    for (Map.Entry<String, String> header : target.headers().entrySet()) {
      headers = headers.with(header.getKey(), header.getValue());
    }
    headers = headers.without("anthropic-beta");
    return betas.isEmpty() || host == Host.BEDROCK
        ? headers
        : headers.with("anthropic-beta", String.join(",", betas));
  }
}
