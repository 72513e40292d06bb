package dev.dragoman.routing;

import dev.dragoman.messages.ApiError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt failed before anything of its answer had gone to the client.
 *
 * @param error what the client is told if nobody else answers
 * @param retryAfter how long the provider asked to be left alone; null if it did not say
 */
public record Failure(Kind kind, ApiError error, @Nullable Duration retryAfter) {
  /** What went wrong, as far as it decides what to do next. */
  public enum Kind {
    /** 429: asked too often. */
    RATE_LIMIT,
    /** 502, 503, 529: too busy. */
    OVERLOADED,
    /** Any other fault of the provider's, an answer that cannot be read among them. */
    SERVER,
    /** It took too long: to connect, to begin, or between two arrivals. */
    TIMEOUT,
    /** No connection, or one that broke. */
    CONNECTION,
    /** 401, 402, 403, a spent quota, or a key that cannot be found: nobody is served here now. */
    AUTHENTICATION,
    /** 404: there is no such model there. */
    NOT_FOUND,
    /** The input, or input and output together, exceed what the model takes. */
    CONTEXT_WINDOW,
    /** A filter stopped the prompt or the answer. */
    CONTENT_POLICY,
    /** 400: the request is refused, as it would be again. */
    BAD_REQUEST,
    /** This target cannot carry what is asked for; another might. */
    UNSUPPORTED,
    /** A fault of the gateway's own. */
    GATEWAY
  }
}
