package dev.dragoman.provider.gemini;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.ModelFacts;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.TokenCount;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.provider.Vertex;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Gemini's API, of Google AI Studio and of Vertex.
 *
 * @see <a href="https://ai.google.dev/api/generate-content">Generating content</a>
 */
public final class GeminiProvider implements Provider {
  private static final String BASE = "https://generativelanguage.googleapis.com";
  private static final Pattern VERSIONED = Pattern.compile("/v1(?:alpha|beta)?$");

  private final ModelCatalogue models;

  public GeminiProvider(ModelCatalogue models) {
    this.models = models;
  }

  @Override
  public Encoded encode(MessagesRequest request, Deployment target) {
    Encoding encoding = encoding(request, target);
    byte[] body = new GeminiRequest(encoding, provenance(target)).body();
    return encoded(encoding, "streamGenerateContent?alt=sse", "text/event-stream", body);
  }

  /**
   * The catalogue says which models do; of one that it does not know, the name has to. What is
   * asked of the search may be more than it can.
   */
  @Override
  public boolean searches(MessagesRequest request, Deployment target) {
    ModelFacts facts = models.of(target);
    boolean can =
        facts.abilities().isEmpty()
            ? target.baseModel().contains("gemini")
            : facts.abilities().contains("web-search");
    return can && GeminiTools.searches(request, GeminiModel.of(target));
  }

  @Override
  public Counting counting(Deployment target) {
    return new TokenCount(
        target.provider(),
        "totalTokens",
        request -> {
          Encoding encoding = encoding(request, target);
          byte[] body = new GeminiRequest(encoding, provenance(target)).countingBody();
          return encoded(encoding, "countTokens", "application/json", body);
        });
  }

  private Encoding encoding(MessagesRequest request, Deployment target) {
    return new Encoding(request, target, models.of(target), new Notes());
  }

  private static Encoded encoded(Encoding encoding, String method, String accepted, byte[] body) {
    Headers headers = Headers.of("content-type", "application/json", "accept", accepted);
    for (Map.Entry<String, String> header : encoding.target().headers().entrySet()) {
      headers = headers.with(header.getKey(), header.getValue());
    }
    return new Encoded(
        new UpstreamRequest("POST", uri(encoding.target(), method), headers, body),
        encoding.notes().list());
  }

  private static URI uri(Deployment target, String method) {
    if (onVertex(target)) {
      return Vertex.uri(target, "google", method);
    }
    String base = target.apiBase() == null ? BASE : target.apiBase();
    String versioned = VERSIONED.matcher(base).find() ? base : base + "/v1beta";
    return URI.create(versioned + "/models/" + target.upstreamModel() + ':' + method);
  }

  private static boolean onVertex(Deployment target) {
    return target.provider().equals("vertex_ai");
  }

  @Override
  public Authentication authentication(Deployment target) {
    if (onVertex(target)) {
      return Vertex.authentication(target);
    }
    SecretRef key = target.apiKey();
    return new Authentication.KeyHeader(
        "x-goog-api-key", key == null ? SecretRef.environment("GEMINI_API_KEY") : key);
  }

  @Override
  public Provenance provenance(Deployment target) {
    return Provenance.of("gemini", target);
  }

  @Override
  public Translator translator(MessagesRequest request, Deployment target) {
    return new GeminiTranslator(
        target.provider(), new GeminiNames(request), GeminiModel.of(target).isThird());
  }

  @Override
  public ApiError decodeError(int status, Headers headers, byte[] body, Deployment target) {
    return UpstreamErrors.decode(status, headers, body, target);
  }
}
