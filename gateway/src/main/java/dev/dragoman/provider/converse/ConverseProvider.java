package dev.dragoman.provider.converse;

import dev.dragoman.credential.Authentication;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Bedrock;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.Translator;
import dev.dragoman.wire.EventStreamReader;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Bedrock's Converse API. */
public final class ConverseProvider implements Provider {
  private final ModelCatalogue models;

  public ConverseProvider(ModelCatalogue models) {
    this.models = models;
  }

  @Override
  public Encoded encode(MessagesRequest request, Deployment target) {
    Notes notes = new Notes();
    Encoding encoding = new Encoding(request, target, models.of(target), notes);
    ConverseRequest converse = new ConverseRequest(encoding, provenance(target));
    byte[] body = converse.body();
    String accept = converse.streamed() ? EventStreamReader.MEDIA_TYPE : "application/json";
    Headers headers = Headers.of("content-type", "application/json", "accept", accept);
    for (Map.Entry<String, String> header : target.headers().entrySet()) {
      headers = headers.with(header.getKey(), header.getValue());
    }
    String method = converse.streamed() ? "converse-stream" : "converse";
    return new Encoded(
        new UpstreamRequest("POST", Bedrock.uri(target, method), headers, body), notes.list());
  }

  @Override
  public Authentication authentication(Deployment target) {
    return Bedrock.authentication(target);
  }

  @Override
  public Provenance provenance(Deployment target) {
    return Provenance.of("converse", target);
  }

  @Override
  public Translator translator(MessagesRequest request, Deployment target) {
    Provenance provenance = provenance(target);
    UnaryOperator<String> sealing =
        ConverseModel.of(target).isClaude() ? ConverseProvider::asClaudes : provenance::wrap;
    return new ConverseTranslator(target.provider(), request, sealing);
  }

  /** Bedrock gives as bytes what the Messages API gives as text. */
  private static String asClaudes(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  @Override
  public ApiError decodeError(int status, Headers headers, byte[] body, Deployment target) {
    return ConverseErrors.decode(status, headers, body, target);
  }
}
