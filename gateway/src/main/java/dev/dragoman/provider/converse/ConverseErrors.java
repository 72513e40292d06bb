package dev.dragoman.provider.converse;

import dev.dragoman.credential.Secrets;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.wire.Headers;

/**
 * What Bedrock's exceptions mean to the client.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html">
 *     ConverseStream, errors</a>
 */
final class ConverseErrors {
  private ConverseErrors() {}

  /** An answer that is no success. */
  static ApiError decode(int status, Headers headers, byte[] body, Deployment target) {
    return UpstreamErrors.decode(status, headers, body, target);
  }

  /** An exception in the middle of a stream. */
  static ApiError inStream(String provider, String exception, String message) {
    String said = provider + ": " + (message.isEmpty() ? exception : Secrets.NONE.mask(message));
    return switch (exception) {
      case "throttlingException" -> ApiError.of(ErrorType.RATE_LIMIT, said);
      case "serviceUnavailableException", "modelNotReadyException" ->
          ApiError.of(ErrorType.OVERLOADED, said);
      case "modelTimeoutException" -> ApiError.of(ErrorType.TIMEOUT, said);
      case "validationException" -> UpstreamErrors.worded(ApiError.invalid(said));
      default -> ApiError.of(ErrorType.API, said);
    };
  }
}
