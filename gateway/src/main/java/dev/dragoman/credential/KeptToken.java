package dev.dragoman.credential;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A token that is kept until it is about to expire, and fetched by one request at a time. While one
 * renews it, others use what is still good; if it cannot be renewed, all do. Who waited for one
 * that could not be fetched is told so too: asked in turn, a server that is away would hold the
 * last of many for minutes.
 */
public final class KeptToken {
  /**
   * How long before its end it is renewed. Google's metadata server gives the old token again until
   * five minutes before its end; asking earlier would ask for each request.
   */
  private static final Duration EARLY = Duration.ofSeconds(225);

  /** A token that ends sooner could end on the way. */
  private static final Duration LEAST = Duration.ofSeconds(30);

  /** A token and its end. */
  public record Token(String value, Instant end) {
    @Override
    public String toString() {
      return "Token[until " + end + "]";
    }
  }

  /** Where it comes from. */
  public interface Source {
    /**
     * A new token.
     *
     * @throws MissingSecret if there is none
     */
    Token fetch();
  }

  private final Source source;
  private final InstantSource clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile @Nullable Token kept;
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile @Nullable MissingSecret failure;

  public KeptToken(Source source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /**
   * A token that is good for a while.
   *
   * @throws MissingSecret if there is none
   */
  public String value() {
    Token token = kept;
    if (token != null && (isGood(token, EARLY) || (fetching.isLocked() && isGood(token, LEAST)))) {
      return token.value();
    }
    int before = attempts.get();
    fetching.lock();
    try {
      Token now = kept;
      if (now != null && isGood(now, EARLY)) {
        return now.value();
      }
      MissingSecret shared = failure;
      return (shared != null && attempts.get() != before ? good(now, shared) : renewed(now))
          .value();
    } finally {
      fetching.unlock();
    }
  }

  private Token renewed(@Nullable Token old) {
    failure = null;
    try {
      Token token = source.fetch();
      kept = token;
      return token;
    } catch (MissingSecret e) {
      failure = e;
      return good(old, e);
    } finally {
      attempts.incrementAndGet();
    }
  }

  private Token good(@Nullable Token old, MissingSecret otherwise) {
    if (old != null && isGood(old, LEAST)) {
      return old;
    }
    throw otherwise;
  }

  private boolean isGood(Token token, Duration left) {
    return clock.instant().plus(left).isBefore(token.end());
  }
}
