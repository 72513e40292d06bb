package dev.dragoman.provider.gemini;

import dev.dragoman.credential.Authentication;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.wire.Headers;
import java.util.Objects;

/** Gemini's API, of Google AI Studio and of Vertex. */
public final class GeminiProvider implements Provider {
  public GeminiProvider(ModelCatalogue models) {
    Objects.requireNonNull(models);
  }

  @Override
  public Encoded encode(MessagesRequest request, Deployment target) {
    throw new UnsupportedOperationException("not built yet");
  }

  @Override
  public Authentication authentication(Deployment target) {
    throw new UnsupportedOperationException("not built yet");
  }

  @Override
  public Provenance provenance(Deployment target) {
    return Provenance.of("gemini", target);
  }

  @Override
  public Translator translator(MessagesRequest request, Deployment target) {
    throw new UnsupportedOperationException("not built yet");
  }

  @Override
  public ApiError decodeError(int status, Headers headers, byte[] body, Deployment target) {
    return UpstreamErrors.decode(status, headers, body, target);
  }
}
