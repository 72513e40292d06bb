package dev.dragoman.routing;

import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The mappings as they were last read. The first use reads them; after {@code maxAge} a use starts
 * a reading beside it and goes on with what is there, so that no request waits for a store. Only
 * what is far older, as after an environment was frozen for hours, is read again before it is used.
 * A reading that fails leaves the last good one in force, and says so in the log.
 */
public final class MappingCache {
  private static final Logger LOG = System.getLogger("dev.dragoman");

  /** How many times their age mappings may reach before a use waits for new ones. */
  private static final int FAR = 6;

  private final Mappings mappings;
  private final Duration maxAge;
  private final InstantSource clock;
  private final Runnable beside;
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile @Nullable ModelTable current;
  private volatile long readAt;

  public MappingCache(Mappings mappings, Duration maxAge, InstantSource clock) {
    this(mappings, maxAge, clock, () -> {});
  }

  /**
   * A cache.
   *
   * @param beside what is done after each reading, while no request waits for it
   */
  public MappingCache(Mappings mappings, Duration maxAge, InstantSource clock, Runnable beside) {
    this.mappings = mappings;
    this.maxAge = maxAge;
    this.clock = clock;
    this.beside = beside;
  }

  /**
   * The table of models, and the settings that were read with it.
   *
   * @throws UncheckedIOException if they were never read and cannot be read now
   */
  public ModelTable get() {
    ModelTable known = current;
    if (known == null) {
      return readFirst();
    }
    long age = clock.millis() - readAt;
    boolean old = age < 0 || age >= maxAge.toMillis();
    if (old && refreshing.compareAndSet(false, true)) {
      if (age >= FAR * maxAge.toMillis()) {
        return refresh(known);
      }
      Thread.ofVirtual().name("mappings").start(() -> refresh(known));
    }
    return known;
  }

  /** Has the next use wait for new mappings, because they were changed here. */
  public void outdate() {
    readAt = clock.millis() - FAR * maxAge.toMillis();
  }

  private synchronized ModelTable readFirst() {
    ModelTable known = current;
    return known != null ? known : read();
  }

  private ModelTable refresh(ModelTable lastGood) {
    try {
      return read();
    } catch (RuntimeException e) {
      readAt = clock.millis();
      LOG.log(Level.WARNING, "the mappings could not be read, the last good ones stay in force", e);
      return lastGood;
    } finally {
      refreshing.set(false);
    }
  }

  private ModelTable read() {
    ModelTable table = new ModelTable(mappings.load());
    readAt = clock.millis();
    current = table;
    Thread.ofVirtual().name("health").start(beside);
    return table;
  }
}
