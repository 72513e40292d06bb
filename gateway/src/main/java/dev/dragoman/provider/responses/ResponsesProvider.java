package dev.dragoman.provider.responses;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Azure;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.ModelFacts;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.OpenAi;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.ProviderLine;
import dev.dragoman.provider.TokenCount;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's Responses API, at OpenAI, at Azure and at others of the table of providers that have it.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses">Responses</a>
 */
public final class ResponsesProvider implements Provider {
  private static final String PATH = "/responses";

  private final ModelCatalogue models;

  public ResponsesProvider(ModelCatalogue models) {
    this.models = models;
  }

  @Override
  public Encoded encode(MessagesRequest request, Deployment target) {
    Encoding encoding = encoding(request, target);
    byte[] body = new ResponsesRequest(encoding, provenance(target)).body();
    return encoded(encoding, uri(target), "text/event-stream", body);
  }

  /** Only OpenAI itself is known to count. */
  @Override
  public @Nullable Counting counting(Deployment target) {
    URI uri = uri(target);
    if (!OpenAi.isHost(uri.getHost())) {
      return null;
    }
    return new TokenCount(
        target.provider(),
        "input_tokens",
        request -> {
          Encoding encoding = encoding(request, target);
          byte[] body = new ResponsesRequest(encoding, provenance(target)).countingBody();
          return encoded(encoding, URI.create(uri + "/input_tokens"), "application/json", body);
        });
  }

  private Encoding encoding(MessagesRequest request, Deployment target) {
    return new Encoding(request, target, facts(target), new Notes());
  }

  private static Encoded encoded(Encoding encoding, URI uri, String accepted, byte[] body) {
    Headers headers = Headers.of("content-type", "application/json", "accept", accepted);
    for (Map.Entry<String, String> header : encoding.target().headers().entrySet()) {
      headers = headers.with(header.getKey(), header.getValue());
    }
    return new Encoded(new UpstreamRequest("POST", uri, headers, body), encoding.notes().list());
  }

  /**
   * Azure's deployments can have any name; where they are OpenAI's models, they are known as its.
   */
  private ModelFacts facts(Deployment target) {
    ModelFacts facts = models.of(target);
    return facts.abilities().isEmpty() && Azure.has(target)
        ? models.of(
            Deployment.of(target.modelName(), "openai", target.upstreamModel())
                .withDefaults(target.settings()))
        : facts;
  }

  @Override
  public Authentication authentication(Deployment target) {
    if (Azure.has(target)) {
      boolean openAi = target.provider().equals("azure");
      return Azure.authentication(target, openAi ? "AZURE_API_KEY" : "AZURE_AI_API_KEY");
    }
    if (target.apiKey() != null) {
      return new Authentication.Bearer(target.apiKey());
    }
    ProviderLine line = ProviderLine.find(target.provider());
    String variable = line == null ? "OPENAI_API_KEY" : line.keyVariable();
    return variable == null
        ? new Authentication.None()
        : new Authentication.Bearer(SecretRef.environment(variable));
  }

  @Override
  public Provenance provenance(Deployment target) {
    return Provenance.of("responses", target);
  }

  @Override
  public boolean searches(MessagesRequest request, Deployment target) {
    return true;
  }

  @Override
  public Translator translator(MessagesRequest request, Deployment target) {
    return new ResponsesTranslator(target.provider(), request);
  }

  @Override
  public ApiError decodeError(int status, Headers headers, byte[] body, Deployment target) {
    ApiError error = UpstreamErrors.decode(status, headers, body, target);
    return error.message().contains("must be verified to generate reasoning summaries")
        ? error.withMessage(error.message() + " Or set reasoning_summary: none in litellm_params")
        : error;
  }

  private static URI uri(Deployment target) {
    ProviderLine line = ProviderLine.find(target.provider());
    String usual = line == null ? null : line.base();
    String base = target.apiBase() == null ? usual : target.apiBase();
    if (base == null) {
      throw ApiError.invalid(
              "the deployment of " + target.modelName() + " needs an api_base in its configuration")
          .toException();
    }
    if (base.endsWith(PATH)) {
      return URI.create(base);
    }
    return URI.create(Azure.has(target) ? Azure.responses(target, base) : base + PATH);
  }
}
