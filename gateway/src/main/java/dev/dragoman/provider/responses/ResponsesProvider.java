package dev.dragoman.provider.responses;

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

/** OpenAI's Responses API. */
public final class ResponsesProvider implements Provider {
  public ResponsesProvider(ModelCatalogue models) {
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
    return Provenance.of("responses", target);
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
