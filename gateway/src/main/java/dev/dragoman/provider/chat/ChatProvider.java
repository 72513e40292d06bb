package dev.dragoman.provider.chat;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Azure;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.provider.Vertex;
import dev.dragoman.provider.chat.Dialect.Feature;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

/** OpenAI Chat Completions, and all who speak it. */
public final class ChatProvider implements Provider {
  private static final String PATH = "/chat/completions";
  private static final Pattern VERSIONED = Pattern.compile("/v\\d+$");

  private final ModelCatalogue models;

  public ChatProvider(ModelCatalogue models) {
    this.models = models;
  }

  @Override
  public Encoded encode(MessagesRequest request, Deployment target) {
    Dialect dialect = Dialect.of(target);
    Notes notes = new Notes();
    Encoding encoding = new Encoding(request, target, models.of(target), notes);
    byte[] body = new ChatRequest(encoding, dialect, provenance(target)).body();
    URI uri = uri(target, dialect);
    Headers headers = Headers.of("content-type", "application/json", "accept", "text/event-stream");
    if (Azure.isInference(target, uri)) {
      headers = headers.with("extra-parameters", "pass-through");
    }
    for (Map.Entry<String, String> header : target.headers().entrySet()) {
      headers = headers.with(header.getKey(), header.getValue());
    }
    return new Encoded(new UpstreamRequest("POST", uri, headers, body), notes.list());
  }

  @Override
  public Authentication authentication(Deployment target) {
    if (target.provider().equals("vertex_ai")) {
      return Vertex.authentication(target);
    }
    if (target.provider().startsWith("azure")) {
      boolean openAi = target.provider().equals("azure");
      return Azure.authentication(target, openAi ? "AZURE_API_KEY" : "AZURE_AI_API_KEY");
    }
    if (target.apiKey() != null) {
      return new Authentication.Bearer(target.apiKey());
    }
    String variable = Dialect.of(target).line().keyVariable();
    return variable == null
        ? new Authentication.None()
        : new Authentication.Bearer(SecretRef.environment(variable));
  }

  @Override
  public Provenance provenance(Deployment target) {
    return Provenance.of("chat", target);
  }

  @Override
  public boolean searches(MessagesRequest request, Deployment target) {
    return ChatSearch.searches(Dialect.of(target), target.upstreamModel());
  }

  @Override
  public Translator translator(MessagesRequest request, Deployment target) {
    return new ChatTranslator(target.provider(), Dialect.of(target), request);
  }

  @Override
  public ApiError decodeError(int status, Headers headers, byte[] body, Deployment target) {
    return UpstreamErrors.decode(status, headers, body, target);
  }

  private static URI uri(Deployment target, Dialect dialect) {
    if (target.provider().equals("vertex_ai")) {
      return URI.create(Vertex.parent(target) + "/endpoints/openapi" + PATH);
    }
    String base = target.apiBase() != null ? target.apiBase() : dialect.line().base();
    if (base == null) {
      throw ApiError.invalid(
              "the deployment of " + target.modelName() + " needs an api_base in its configuration")
          .toException();
    }
    if (target.provider().startsWith("azure")) {
      return URI.create(base.endsWith(PATH) ? base : Azure.address(target, base));
    }
    if (base.endsWith(PATH)) {
      return URI.create(base);
    }
    boolean bare = dialect.has(Feature.VERSION_ADDED) && !VERSIONED.matcher(base).find();
    return URI.create(base + (bare ? "/v1" : "") + PATH);
  }
}
