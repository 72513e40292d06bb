package dev.dragoman.exchange;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * What does something for answers under way while their own threads wait for a provider: one
 * thread, which looks at all of them a few times a second while there are any, and goes away when
 * there were none for some seconds. An answer costs it nothing but its place in a set.
 */
final class Pulse {
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int QUIET_TICKS = 50;

  /** Something that is to be done for an answer from time to time. */
  interface Beat {
    /** Whether it is to be done now, a moment of {@link System#nanoTime}; must not wait. */
    boolean due(long now);

    /** Does it; may wait, as for a client that reads slowly. One at a time for each answer. */
    void beat();
  }

  private final Set<Heart> hearts = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean running = new AtomicBoolean();

  /** A beat that goes on until it is closed. */
  final class Heart implements AutoCloseable {
    private final Beat beat;
    private final AtomicBoolean beating = new AtomicBoolean();

    private Heart(Beat beat) {
      this.beat = beat;
    }

    private void look(long now) {
      if (beat.due(now) && beating.compareAndSet(false, true)) {
        Thread.ofVirtual().name("pulse").start(this::run);
      }
    }

    private void run() {
      try {
        beat.beat();
      } finally {
        beating.set(false);
      }
    }

    /** Ends it; one that is under way may still go on. */
    @Override
    public void close() {
      hearts.remove(this);
    }
  }

  /** Begins a beat. */
  Heart start(Beat beat) {
    Heart heart = new Heart(beat);
    hearts.add(heart);
    wake();
    return heart;
  }

  private void wake() {
    if (!running.get() && running.compareAndSet(false, true)) {
      Thread.ofVirtual().name("pulse-watch").start(this::watch);
    }
  }

  private void watch() {
    for (int quiet = 0; quiet < QUIET_TICKS; quiet = hearts.isEmpty() ? quiet + 1 : 0) {
      LockSupport.parkNanos(this, TICK);
      long now = System.nanoTime();
      hearts.forEach(heart -> heart.look(now));
    }
    running.set(false);
    if (!hearts.isEmpty()) {
      wake();
    }
  }
}
