package dev.dragoman.routing;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Failure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The attempts of one request that failed, and what the client is told of them in the end. */
final class Attempts {
  private static final int MOST_NAMED = 5;
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Map<String, Instant> notBefore = new HashMap<>();
  private final Set<String> barred = new HashSet<>();
  private final Set<String> tooSmall = new HashSet<>();

  /** From what was tried, as a person knows it, to its last error. */
  private final Map<String, String> named = new LinkedHashMap<>();

  private @Nullable ApiError error;
  private @Nullable String ofError;
  private boolean errorOfAsked;

  /** A deployment is asked. */
  void begin(Deployment target) {
    notBefore.put(key(target), Instant.MIN);
  }

  /**
   * An attempt failed.
   *
   * @param ofAsked whether it was of the model that the client asked for
   */
  void failed(Deployment target, Failure failure, boolean ofAsked, Instant now) {
    Duration asked = failure.retryAfter();
    notBefore.put(
        key(target), asked == null ? Instant.MIN : now.plus(Durations.min(asked, LONGEST)));
    switch (failure.kind()) {
      case AUTHENTICATION, NOT_FOUND, UNSUPPORTED -> barred.add(key(target));
      case CONTEXT_WINDOW -> tooSmall.add(target.baseModel());
      default -> {}
    }
    if (ofAsked || !errorOfAsked) {
      error = failure.error();
      ofError = name(target);
      errorOfAsked = ofAsked;
    }
    named.put(name(target), reason(failure));
  }

  /** A model that should have stood in, and could not be asked at all. */
  void missed(String model, String why) {
    named.put(model, why);
  }

  boolean tried(Deployment target) {
    return notBefore.containsKey(key(target));
  }

  /** When its provider wants to be asked again. */
  Instant notBefore(Deployment target) {
    return notBefore.getOrDefault(key(target), Instant.MIN);
  }

  /** How long until then; zero if that is over, or it did not say. */
  Duration rest(Deployment target, Instant now) {
    Instant then = notBefore(target);
    return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
  }

  /** Whether it would fail again the same way, whenever it is asked. */
  boolean barred(Deployment target) {
    return barred.contains(key(target));
  }

  /** Whether its model was found to be too small for the request. */
  boolean tooSmall(Deployment target) {
    return tooSmall.contains(target.baseModel());
  }

  /**
   * What the client is told: the last error of the model that it asked for, and what else was
   * tried.
   *
   * @param otherwise where nothing was tried
   * @param rest the soonest that trying again may help, zero for now; null if not known
   */
  ApiError error(ApiError otherwise, @Nullable Duration rest) {
    ApiError told = error == null ? otherwise : error;
    // Clients read the wording of these.
    if (told.type() == ErrorType.INVALID_REQUEST || told.type() == ErrorType.REQUEST_TOO_LARGE) {
      return told;
    }
    ApiError whole = told.withMessage(told.message() + others());
    if (rest == null || Boolean.FALSE.equals(told.shouldRetry())) {
      return whole;
    }
    return whole.retryAfter(rest.isPositive() ? Long.valueOf(Durations.seconds(rest)) : null);
  }

  private String others() {
    StringJoiner others = new StringJoiner(", ", ", also tried: ", "");
    others.setEmptyValue("");
    int left = MOST_NAMED;
    for (Map.Entry<String, String> each : named.entrySet()) {
      if (!each.getKey().equals(ofError) && left-- > 0) {
        others.add(each.getKey() + " (" + each.getValue() + ")");
      }
    }
    return left < 0 ? others + " and " + -left + " more" : others.toString();
  }

  private static String reason(Failure failure) {
    return failure.kind() == Kind.AUTHENTICATION
        ? "credentials refused"
        : failure.error().type().json();
  }

  private static String name(Deployment target) {
    return target.modelName() + " at " + target.provider();
  }

  /** A deployment with a wildcard serves several models, each for itself. */
  private static String key(Deployment target) {
    return target.id() + "/" + target.model();
  }
}
