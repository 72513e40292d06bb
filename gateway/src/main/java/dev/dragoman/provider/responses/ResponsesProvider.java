package dev.dragoman.provider.responses;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.ModelFacts;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.ProviderLine;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.net.URI;
import java.util.Map;

/**
 * OpenAI's Responses API, at OpenAI, at Azure and at others of the table of providers that have it.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses">Responses</a>
 */
public final class ResponsesProvider implements Provider {
  private static final String PATH = "/responses";
  private static final String AZURE_PATH = "/openai/v1";

  private final ModelCatalogue models;

  public ResponsesProvider(ModelCatalogue models) {
    this.models = models;
  }

  @Override
  public Encoded encode(MessagesRequest request, Deployment target) {
    Notes notes = new Notes();
    Encoding encoding = new Encoding(request, target, facts(target), notes);
    byte[] body = new ResponsesRequest(encoding, provenance(target)).body();
    Headers headers = Headers.of("content-type", "application/json", "accept", "text/event-stream");
    for (Map.Entry<String, String> header : target.headers().entrySet()) {
      headers = headers.with(header.getKey(), header.getValue());
    }
    return new Encoded(new UpstreamRequest("POST", uri(target), headers, body), notes.list());
  }

  /**
   * Azure's deployments can have any name; where they are OpenAI's models, they are known as its.
   */
  private ModelFacts facts(Deployment target) {
    ModelFacts facts = models.of(target);
    return facts.equals(ModelFacts.UNKNOWN) && isAzure(target)
        ? models.of(Deployment.of(target.modelName(), "openai", target.baseModel()))
        : facts;
  }

  @Override
  public Authentication authentication(Deployment target) {
    SecretRef key = target.apiKey();
    if (isAzure(target)) {
      return new Authentication.KeyHeader(
          "api-key", key == null ? SecretRef.environment("AZURE_API_KEY") : key);
    }
    if (key != null) {
      return new Authentication.Bearer(key);
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
  public Translator translator(MessagesRequest request, Deployment target) {
    return new ResponsesTranslator(target.provider(), new ToolNames(request));
  }

  @Override
  public ApiError decodeError(int status, Headers headers, byte[] body, Deployment target) {
    return UpstreamErrors.decode(status, headers, body, target);
  }

  private static boolean isAzure(Deployment target) {
    return target.provider().equals("azure") || target.provider().equals("azure_ai");
  }

  private static ApiException needsBase(Deployment target) {
    return ApiError.invalid(
            "the deployment of " + target.modelName() + " needs an api_base in its configuration")
        .toException();
  }

  private static URI uri(Deployment target) {
    String base = target.apiBase();
    if (base == null) {
      if (isAzure(target)) {
        throw needsBase(target);
      }
      ProviderLine line = ProviderLine.find(target.provider());
      base = line == null ? null : line.base();
      if (base == null) {
        throw needsBase(target);
      }
    }
    if (base.endsWith(PATH)) {
      return URI.create(base);
    }
    boolean bare = isAzure(target) && !base.endsWith(AZURE_PATH);
    return URI.create(base + (bare ? AZURE_PATH : "") + PATH);
  }
}
