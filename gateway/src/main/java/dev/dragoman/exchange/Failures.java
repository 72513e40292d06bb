package dev.dragoman.exchange;

import dev.dragoman.credential.MissingSecret;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.routing.Failure;
import dev.dragoman.routing.Failure.Kind;
import dev.dragoman.upstream.UpstreamFault;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** What a fault of an attempt means: to the client, and to whom is asked next. */
final class Failures {
  private static final Logger LOG = System.getLogger("dev.dragoman");

  private Failures() {}

  /** A fault before anybody was asked: this target cannot carry the request. */
  static Failure unsupported(ApiException fault) {
    ApiError error = fault.error();
    Kind kind = error.type() == ErrorType.INVALID_REQUEST ? Kind.UNSUPPORTED : kind(error);
    return failure(UpstreamErrors.isOverflow(error) ? Kind.CONTEXT_WINDOW : kind, error);
  }

  /** A fault of an attempt that asked {@code target}. */
  static Failure of(Throwable fault, Deployment target, String requestId) {
    return switch (fault) {
      case ApiException e -> failure(kind(e.error()), e.error());
      case UpstreamFault e -> ofConnection(e);
      case MissingSecret e ->
          failure(
              e.passing() ? Kind.SERVER : Kind.AUTHENTICATION,
              ApiError.of(
                      ErrorType.API,
                      "the deployment of "
                          + target.modelName()
                          + " cannot be asked: "
                          + e.getMessage())
                  .retry(e.passing()));
      default -> {
        LOG.log(Level.ERROR, "request " + requestId + " failed", fault);
        yield failure(Kind.GATEWAY, ApiError.of(ErrorType.API, "the gateway failed, see its log"));
      }
    };
  }

  private static Failure ofConnection(UpstreamFault fault) {
    Kind kind =
        switch (fault.kind()) {
          case CONNECT_TIMEOUT,
              FIRST_BYTE_TIMEOUT,
              FIRST_CONTENT_TIMEOUT,
              IDLE_TIMEOUT,
              TOTAL_TIMEOUT ->
              Kind.TIMEOUT;
          case DNS, NOT_ADMITTED, CONNECT_REFUSED, TLS, CUT -> Kind.CONNECTION;
          case PROTOCOL -> Kind.SERVER;
          case CANCELLED -> Kind.GATEWAY;
        };
    ErrorType type = kind == Kind.TIMEOUT ? ErrorType.TIMEOUT : ErrorType.API;
    return failure(kind, ApiError.of(type, "the provider at " + fault.getMessage()));
  }

  private static Kind kind(ApiError error) {
    if (UpstreamErrors.isOverflow(error)) {
      return Kind.CONTEXT_WINDOW;
    }
    return switch (error.type()) {
      case INVALID_REQUEST -> Kind.BAD_REQUEST;
      case REQUEST_TOO_LARGE -> Kind.CONTEXT_WINDOW;
      case NOT_FOUND -> Kind.NOT_FOUND;
      case RATE_LIMIT -> Kind.RATE_LIMIT;
      case OVERLOADED -> Kind.OVERLOADED;
      case TIMEOUT -> Kind.TIMEOUT;
      case AUTHENTICATION, PERMISSION, BILLING -> Kind.AUTHENTICATION;
      // A key that is refused, a quota that is spent, an address that is none of an API's.
      case API -> Boolean.FALSE.equals(error.shouldRetry()) ? Kind.AUTHENTICATION : Kind.SERVER;
    };
  }

  private static Failure failure(Kind kind, ApiError error) {
    Long seconds = error.retryAfterSeconds();
    return new Failure(kind, error, seconds == null ? null : Duration.ofSeconds(seconds));
  }
}
