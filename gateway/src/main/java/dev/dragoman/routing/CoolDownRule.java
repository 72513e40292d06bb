package dev.dragoman.routing;

import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Failure.Kind;
import dev.dragoman.routing.RouterSettings.CoolDowns;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * For how long a failure takes a deployment out. Where nothing is set: a 429 and a 404 at once, a
 * refused key for five minutes, all else when more than half of at least five attempts of the
 * minute failed. What a provider that is busy asks for by Retry-After is the length in any case.
 */
final class CoolDownRule {
  /** How long a deployment rests whose key is refused: that mends by a person's hand. */
  static final Duration UNAUTHORIZED = Duration.ofMinutes(5);

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int FEWEST = 5;

  private CoolDownRule() {}

  /** Whether a failure says anything of the deployment, and not of the request or of us. */
  static boolean counts(Kind kind) {
    return switch (kind) {
      case RATE_LIMIT, OVERLOADED, SERVER, TIMEOUT, CONNECTION, AUTHENTICATION, NOT_FOUND -> true;
      case CONTEXT_WINDOW, CONTENT_POLICY, BAD_REQUEST, UNSUPPORTED, GATEWAY -> false;
    };
  }

  /** What the provider asked for; null if it asked for nothing. */
  static @Nullable Duration asked(Failure failure) {
    Duration asked = failure.retryAfter();
    boolean busy = failure.kind() == Kind.RATE_LIMIT || failure.kind() == Kind.OVERLOADED;
    return asked == null || !busy || !asked.isPositive() ? null : Durations.min(asked, LONGEST);
  }

  /**
   * How long {@code deployment} is left alone; null for not at all.
   *
   * @param minute what happened there in this minute, this failure included
   * @param ofKind how many failures of this kind among that
   */
  static @Nullable Duration rest(
      Deployment deployment, Failure failure, CoolDowns rules, Counts minute, int ofKind) {
    Duration own = Terms.coolDown(deployment);
    Duration usual = own == null ? rules.time() : own;
    if (!rules.on() || !counts(failure.kind()) || usual.isZero()) {
      return null;
    }
    Duration asked = asked(failure);
    if (asked != null) {
      return asked;
    }
    if (!tooMany(failure.kind(), rules, minute, ofKind)) {
      return null;
    }
    return failure.kind() == Kind.AUTHENTICATION ? UNAUTHORIZED : usual;
  }

  private static boolean tooMany(Kind kind, CoolDowns rules, Counts minute, int ofKind) {
    Integer ofPolicy = rules.policy().get(kind);
    if (ofPolicy != null) {
      return ofKind > ofPolicy;
    }
    if (kind == Kind.AUTHENTICATION) {
      return true;
    }
    Integer allowed = rules.allowedFails();
    if (allowed != null) {
      return minute.failures() > allowed;
    }
    long ended = minute.failures() + minute.answers();
    return kind == Kind.RATE_LIMIT
        || kind == Kind.NOT_FOUND
        || (ended >= FEWEST && minute.failures() * 2 > ended);
  }
}
