package dev.dragoman.provider.catalogue;

import dev.dragoman.credential.Authentication;
import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.provider.chat.ChatProvider;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Deployments with a {@code mock_response}: whoever their provider is, they are asked by Chat
 * Completions within this process, and no key is needed. Their errors are worded as their own
 * provider's.
 *
 * @see <a href="https://docs.litellm.ai/docs/completion/mock_requests">Mock requests</a>
 */
public final class Mocked implements Provider {
  /** The host of models within this process; RFC 6761 keeps it from ever being a real one. */
  public static final String HOST = "demo.invalid";

  /** The field in which the settings travel there: JSON as Base64. */
  public static final String FIELD = "dragoman-mock";

  private static final List<String> SETTINGS = List.of("mock_response", "mock_delay");

  private final ChatProvider chat;

  Mocked(ChatProvider chat) {
    this.chat = chat;
  }

  @Override
  public Encoded encode(MessagesRequest request, Deployment target) {
    Encoded encoded = chat.encode(request, standIn(target));
    UpstreamRequest plain = encoded.request();
    Headers headers = plain.headers().with(FIELD, settings(target));
    return new Encoded(
        new UpstreamRequest(plain.method(), plain.uri(), headers, plain.body()), encoded.notes());
  }

  @Override
  public Authentication authentication(Deployment target) {
    return new Authentication.None();
  }

  @Override
  public Provenance provenance(Deployment target) {
    return chat.provenance(standIn(target));
  }

  @Override
  public Translator translator(MessagesRequest request, Deployment target) {
    return chat.translator(request, standIn(target));
  }

  @Override
  public ApiError decodeError(int status, Headers headers, byte[] body, Deployment target) {
    return UpstreamErrors.decode(status, headers, body, target);
  }

  /** The demo model under this name. */
  private static Deployment standIn(Deployment target) {
    return new Deployment(
        target.id(),
        target.modelName(),
        "demo",
        target.upstreamModel(),
        "http://" + HOST + "/v1",
        null,
        Map.of(),
        null,
        null,
        target.maxOutputTokens(),
        null,
        Map.of(),
        target.origin());
  }

  private static String settings(Deployment target) {
    String json =
        Json.text(out -> {
          out.writeStartObject();
          for (String name : SETTINGS) {
            RawJson value = target.settings().get(name);
            if (value != null) {
              out.writeName(name);
              value.writeTo(out);
            }
          }
          Long timeout = target.flag("mock_timeout") ? timeout(target) : null;
          if (timeout != null) {
            out.writeNumberProperty("mock_timeout", timeout);
          }
          out.writeEndObject();
        });
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Without a time-out there is nothing to wait for, as with LiteLLM. */
  private static @Nullable Long timeout(Deployment target) {
    return target.streamTimeoutMillis() == null
        ? target.timeoutMillis()
        : target.streamTimeoutMillis();
  }
}
