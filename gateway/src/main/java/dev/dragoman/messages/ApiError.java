package dev.dragoman.messages;

import org.jspecify.annotations.Nullable;

/**
 * An error as the client sees it.
 *
 * @param status the HTTP status
 * @param message for a person to read; holds no secret
 * @param retryAfterSeconds when to try again; null if not known
 * @param shouldRetry what {@code x-should-retry} says; null to leave it to the client
 */
public record ApiError(
    ErrorType type,
    int status,
    String message,
    @Nullable Long retryAfterSeconds,
    @Nullable Boolean shouldRetry) {

  /** An error with its type's usual status. */
  public static ApiError of(ErrorType type, String message) {
    return new ApiError(type, type.status(), message, null, null);
  }

  /** A request that is not well formed or asks for what cannot be served. */
  public static ApiError invalid(String message) {
    return of(ErrorType.INVALID_REQUEST, message);
  }

  /** The same with another status. */
  public ApiError withStatus(int other) {
    return new ApiError(type, other, message, retryAfterSeconds, shouldRetry);
  }

  /** The same in other words. */
  public ApiError withMessage(String other) {
    return new ApiError(type, status, other, retryAfterSeconds, shouldRetry);
  }

  /** The same with a time to wait. */
  public ApiError retryAfter(@Nullable Long seconds) {
    return new ApiError(type, status, message, seconds, shouldRetry);
  }

  /** The same, said to be worth another try or not. */
  public ApiError retry(boolean worthIt) {
    return new ApiError(type, status, message, retryAfterSeconds, worthIt);
  }

  /** This error as an exception. */
  public ApiException toException() {
    return new ApiException(this, null);
  }
}
