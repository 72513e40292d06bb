package dev.dragoman.provider.converse;

import dev.dragoman.credential.Secrets;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.wire.Headers;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What Bedrock's exceptions mean to the client.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html">
 *     ConverseStream, errors</a>
 */
final class ConverseErrors {
  private static final Pattern TOO_LONG =
      Pattern.compile("input is too long|too many input tokens|exceeds? the maximum.*tokens");

  private ConverseErrors() {}

  /** An answer that is no success. */
  static ApiError decode(int status, Headers headers, byte[] body, Deployment target) {
    ApiError error = UpstreamErrors.decode(status, headers, body, target);
    return error.type() == ErrorType.INVALID_REQUEST ? worded(error, error.message()) : error;
  }

  /** An exception in the middle of a stream. */
  static ApiError inStream(String provider, String exception, String message) {
    String said = provider + ": " + (message.isEmpty() ? exception : Secrets.NONE.mask(message));
    return switch (exception) {
      case "throttlingException" -> ApiError.of(ErrorType.RATE_LIMIT, said);
      case "serviceUnavailableException", "modelNotReadyException" ->
          ApiError.of(ErrorType.OVERLOADED, said);
      case "modelTimeoutException" -> ApiError.of(ErrorType.TIMEOUT, said);
      case "validationException" -> worded(ApiError.invalid(said), said);
      default -> ApiError.of(ErrorType.API, said);
    };
  }

  /** In the words that make Claude Code compact its conversation. */
  private static ApiError worded(ApiError error, String message) {
    return TOO_LONG.matcher(message.toLowerCase(Locale.ROOT)).find()
        ? ApiError.invalid("prompt is too long: " + message)
        : error;
  }
}
