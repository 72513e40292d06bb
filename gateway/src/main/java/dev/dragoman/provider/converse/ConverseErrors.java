package dev.dragoman.provider.converse;

import dev.dragoman.credential.Secrets;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.wire.Headers;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Bedrock's exceptions mean to the client.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html">
 *     ConverseStream, errors</a>
 */
final class ConverseErrors {
  private static final String COMPACTS = "prompt is too long: ";

  private static final Pattern TOO_LONG =
      Pattern.compile(
          "input is too long|too many input tokens|input tokens exceed|exceeds? the maximum.*tokens");

  /** "Too many input tokens. Max input tokens: 8192, request input token count: 9000". */
  private static final Pattern FIGURES =
      Pattern.compile("max input tokens: (\\d{1,18}), request input token count: (\\d{1,18})");

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
    String said = message.toLowerCase(Locale.ROOT);
    Matcher figures = FIGURES.matcher(said);
    if (figures.find()) {
      return ApiError.invalid(
          COMPACTS + figures.group(2) + " tokens > " + figures.group(1) + " maximum");
    }
    return !said.startsWith(COMPACTS) && TOO_LONG.matcher(said).find()
        ? ApiError.invalid(COMPACTS + message)
        : error;
  }
}
