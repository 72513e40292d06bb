package dev.dragoman.messages;

/**
 * The kinds of error of the Messages API, each with its usual HTTP status.
 *
 * @see <a href="https://docs.anthropic.com/en/api/errors">Errors</a>
 */
public enum ErrorType {
  INVALID_REQUEST("invalid_request_error", 400),
  AUTHENTICATION("authentication_error", 401),
  PERMISSION("permission_error", 403),
  NOT_FOUND("not_found_error", 404),
  REQUEST_TOO_LARGE("request_too_large", 413),
  RATE_LIMIT("rate_limit_error", 429),
  BILLING("billing_error", 429),
  API("api_error", 500),
  TIMEOUT("timeout_error", 504),
  OVERLOADED("overloaded_error", 529);

  private final String json;
  private final int status;

  ErrorType(String json, int status) {
    this.json = json;
    this.status = status;
  }

  /** As it is written in JSON. */
  public String json() {
    return json;
  }

  /** The HTTP status it is usually sent with. */
  public int status() {
    return status;
  }
}
