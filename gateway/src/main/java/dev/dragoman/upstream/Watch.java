package dev.dragoman.upstream;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * What ends the exchanges of a client that take too long: one thread, which looks at all of them a
 * few times a second while there are any, and goes away when there were none for some seconds.
 *
 * <p>The time-out of a socket would do the same, but makes a timer for each read: over a stream
 * whose chunks come one by one, more than half of the futex calls were for those timers. The price
 * is that a time-out is noticed up to 50 milliseconds late.
 */
final class Watch {
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int QUIET_TICKS = 100;

  private final Set<TimedInput> watched = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean running = new AtomicBoolean();

  void add(TimedInput input) {
    input.begin();
    watched.add(input);
    start();
  }

  /** Looks no more at that connection; false if it has been closed for taking too long. */
  boolean remove(TimedInput input) {
    watched.remove(input);
    return input.end();
  }

  private void start() {
    if (!running.get() && running.compareAndSet(false, true)) {
      Thread.ofVirtual().name("upstream-watch").start(this::run);
    }
  }

  private void run() {
    for (int quiet = 0; quiet < QUIET_TICKS; quiet = watched.isEmpty() ? quiet + 1 : 0) {
      LockSupport.parkNanos(this, TICK);
      watched.forEach(TimedInput::look);
    }
    running.set(false);
    if (!watched.isEmpty()) {
      start();
    }
  }
}
