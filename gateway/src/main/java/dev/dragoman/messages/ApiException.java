package dev.dragoman.messages;

import org.jspecify.annotations.Nullable;

/** A fault that the client is told of as {@link #error()}. */
public final class ApiException extends RuntimeException {
  private final transient ApiError error;

  public ApiException(ApiError error, @Nullable Throwable cause) {
    super(error.type().json() + ": " + error.message(), cause, false, cause != null);
    this.error = error;
  }

  /** A request that is wrong at {@code path}. */
  public static ApiException invalid(String path, String message) {
    return ApiError.invalid(path + ": " + message).toException();
  }

  /** What the client sees. */
  public ApiError error() {
    return error;
  }
}
