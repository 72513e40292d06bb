package dev.dragoman.access;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which key, as it was last looked up. What is younger than {@link #FRESH} is used; after
 * that a use looks it up again beside the request and goes on with what is there; what is as old as
 * {@link #LONGEST} is looked up before it is used. So a key that is revoked, blocked or changed is
 * treated so {@link #LONGEST} later at the latest.
 *
 * <p>An age counts from the moment the look-up began. Requests with one key wait for one look-up,
 * which runs on a thread of its own: a client that leaves ends nobody else's. Nothing is kept of
 * keys that are not known, so a new one works at once.
 */
final class KeyCache {
  /** Until then nothing is looked up. */
  static final Duration FRESH = Duration.ofSeconds(5);

  /** From then on nothing is used without being looked up. */
  static final Duration LONGEST = Duration.ofSeconds(10);

  /** How many keys are kept; of more, those that were not used for longest are forgotten. */
  static final int CAPACITY = 4_096;

  private static final Logger LOG = System.getLogger("dev.dragoman");

  private final Function<String, Optional<Caller>> directory;
  private final InstantSource clock;
  private final Map<String, Known> known = new Latest();
  private final Map<String, LookUp> underway = new HashMap<>();

  /**
   * A cache of nothing yet.
   *
   * @param directory from a hash to who holds the key; throws what the store throws
   */
  KeyCache(Function<String, Optional<Caller>> directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  private record Known(Caller caller, long at) {}

  /** One look-up; of two that are equal in all, each is itself. */
  private static final class LookUp {
    final long at;
    final CompletableFuture<Optional<Caller>> answer = new CompletableFuture<>();

    LookUp(long at) {
      this.at = at;
    }
  }

  private static final class Latest extends LinkedHashMap<String, Known> {
    private static final long serialVersionUID = 1;

    Latest() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
      return size() > CAPACITY;
    }
  }

  /**
   * Who holds a key; empty if nobody does.
   *
   * @throws java.io.UncheckedIOException if that cannot be read, and is not known well enough
   */
  Optional<Caller> find(String hash) {
    long now = clock.millis();
    Known last = last(hash);
    if (last != null && isWithin(FRESH, last.at(), now)) {
      return Optional.of(last.caller());
    }
    LookUp lookUp = lookUp(hash, now);
    return last != null && isWithin(LONGEST, last.at(), now)
        ? Optional.of(last.caller())
        : answer(lookUp);
  }

  /** Who held a key when that could last be read, however long ago; empty if nobody knows. */
  Optional<Caller> lastKnown(String hash) {
    return Optional.ofNullable(last(hash)).map(Known::caller);
  }

  /** Forgets all: the next use of each looks it up. */
  synchronized void forget() {
    known.clear();
    underway.clear();
  }

  private synchronized @Nullable Known last(String hash) {
    return known.get(hash);
  }

  /** False also for what is of the future, as after a clock was set back. */
  private static boolean isWithin(Duration age, long at, long now) {
    return now >= at && now - at < age.toMillis();
  }

  /** The one under way, or a new one. */
  private LookUp lookUp(String hash, long now) {
    LookUp own;
    synchronized (this) {
      LookUp there = underway.get(hash);
      if (there != null && isWithin(LONGEST, there.at, now)) {
        return there;
      }
      own = new LookUp(now);
      underway.put(hash, own);
    }
    Thread.ofVirtual().name("key").start(() -> run(hash, own));
    return own;
  }

  private void run(String hash, LookUp own) {
    try {
      Optional<Caller> found = directory.apply(hash);
      keep(hash, own, found);
      own.answer.complete(found);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "a key could not be looked up", e);
      end(hash, own);
      own.answer.completeExceptionally(e);
    }
  }

  /** What was found counts, unless it was forgotten in between or another began after it. */
  private synchronized void keep(String hash, LookUp own, Optional<Caller> found) {
    if (!end(hash, own)) {
      return;
    }
    if (found.isPresent()) {
      known.put(hash, new Known(found.get(), own.at));
    } else {
      known.remove(hash);
    }
  }

  /** After it the next use begins another; false if another has begun. */
  private synchronized boolean end(String hash, LookUp own) {
    return underway.remove(hash, own);
  }

  private static Optional<Caller> answer(LookUp lookUp) {
    try {
      return lookUp.answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
