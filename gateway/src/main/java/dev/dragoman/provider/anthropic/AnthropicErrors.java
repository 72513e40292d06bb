package dev.dragoman.provider.anthropic;

import dev.dragoman.credential.Secrets;
import dev.dragoman.json.Unicode;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.wire.Frame;
import dev.dragoman.wire.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Errors in Anthropic's own envelope, {@code {"type":"error","error":{"type","message"}}}, which
 * the client knows how to take; only those about the deployment's key are not the client's.
 *
 * @see <a href="https://docs.anthropic.com/en/api/errors">Errors</a>
 */
final class AnthropicErrors {
  private AnthropicErrors() {}

  /** An answer with a status that is no success. */
  static ApiError decode(int status, Headers headers, byte[] body, Deployment target) {
    ApiError usual = UpstreamErrors.decode(status, headers, body, target);
    ApiError own = envelope(Frame.of(body));
    if (own == null) {
      return usual;
    }
    boolean key =
        switch (own.type()) {
          case AUTHENTICATION, PERMISSION, BILLING -> true;
          default -> status == 401 || status == 402 || status == 403;
        };
    if (key) {
      return status == 401 || status == 402 || status == 403
          ? usual
          : ApiError.of(ErrorType.API, target.provider() + ": " + own.message()).retry(false);
    }
    // What stands before a provider, or another host of Claude's, knows only this type.
    ErrorType type = own.type() == ErrorType.API ? usual.type() : own.type();
    return new ApiError(
        type, type.status(), own.message(), usual.retryAfterSeconds(), usual.shouldRetry());
  }

  /** An error in the middle of a stream. */
  static ApiError inStream(String provider, Frame frame) {
    ApiError own = envelope(frame);
    if (own == null) {
      return UpstreamErrors.inStream(provider, frame);
    }
    return switch (own.type()) {
      case AUTHENTICATION, PERMISSION, BILLING ->
          ApiError.of(ErrorType.API, provider + ": " + own.message()).retry(false);
      default -> own;
    };
  }

  /**
   * An exception of Bedrock's in the middle of a stream: {@code {"message": ...}} under the
   * exception's name.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ResponseStream.html">ResponseStream</a>
   */
  static ApiError exception(String provider, Frame frame) {
    ApiError usual = UpstreamErrors.inStream(provider, frame);
    return switch (frame.event()) {
      case "throttlingException" -> ApiError.of(ErrorType.RATE_LIMIT, usual.message());
      case "serviceUnavailableException", "modelNotReadyException" ->
          ApiError.of(ErrorType.OVERLOADED, usual.message());
      case "modelTimeoutException" -> ApiError.of(ErrorType.TIMEOUT, usual.message());
      case "validationException" -> UpstreamErrors.worded(ApiError.invalid(usual.message()));
      default -> usual;
    };
  }

  private static @Nullable ApiError envelope(Frame body) {
    String[] found = {"", ""};
    try (JsonParser in = body.parser()) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken token = in.nextToken();
        if (name.equals("error") && token == JsonToken.START_OBJECT) {
          read(in, found);
        } else {
          in.skipChildren();
        }
      }
    } catch (JacksonException e) {
      return null;
    }
    for (ErrorType type : ErrorType.values()) {
      if (type.json().equals(found[0]) && !found[1].isEmpty()) {
        return UpstreamErrors.worded(ApiError.of(type, Secrets.NONE.mask(found[1])));
      }
    }
    return null;
  }

  private static void read(JsonParser in, String[] found) {
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      boolean text = in.nextToken() == JsonToken.VALUE_STRING;
      if (text && name.equals("type")) {
        found[0] = in.getString();
      } else if (text && name.equals("message")) {
        found[1] = Unicode.wellFormed(in.getString());
      } else {
        in.skipChildren();
      }
    }
  }
}
