package dev.dragoman.upstream;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections kept for the next exchange: by origin, the one last used first, none for longer
 * than half a minute, and bounded in number.
 *
 * <p>Two clocks measure that half minute, and the one that says more is believed: {@link
 * System#nanoTime} stands still while a function's environment is frozen, and wall time may be set
 * back, which is as good as endless.
 */
final class Pool {
  private static final long LONGEST_IDLE = TimeUnit.SECONDS.toNanos(30);

  /** From when on a connection is looked at more closely, which costs a millisecond. */
  private static final long LONG_IDLE = TimeUnit.SECONDS.toNanos(1);

  private static final int MOST = 256;

  private final LongSupplier nanoTime;
  private final InstantSource wallTime;
  private final Map<Origin, Deque<Connection>> kept = new HashMap<>();
  private int size;
  private boolean closed;

  Pool(LongSupplier nanoTime, InstantSource wallTime) {
    this.nanoTime = nanoTime;
    this.wallTime = wallTime;
  }

  /** The connection to an admitted address of that origin that was used last and seems alive. */
  @Nullable Connection take(Origin origin, Predicate<InetAddress> admitted) {
    for (Connection each = last(origin, admitted); each != null; each = last(origin, admitted)) {
      boolean over = each.hasUnasked() || (idle(each) > LONG_IDLE && each.isOver());
      if (!over) {
        return each;
      }
      each.close();
    }
    return null;
  }

  private synchronized @Nullable Connection last(Origin origin, Predicate<InetAddress> admitted) {
    dropOld();
    Deque<Connection> connections = kept.get(origin);
    if (connections == null) {
      return null;
    }
    for (Iterator<Connection> each = connections.descendingIterator(); each.hasNext(); ) {
      Connection last = each.next();
      if (admitted.test(last.address)) {
        each.remove();
        size--;
        return last;
      }
    }
    return null;
  }

  synchronized void keep(Connection connection) {
    dropOld();
    if (closed || size == MOST) {
      connection.close();
      return;
    }
    connection.idleSinceNanos = nanoTime.getAsLong();
    connection.idleSinceMillis = wallTime.millis();
    kept.computeIfAbsent(connection.origin, origin -> new ArrayDeque<>()).addLast(connection);
    size++;
  }

  /** For how many nanoseconds it has been kept. */
  private long idle(Connection connection) {
    long wall = wallTime.millis() - connection.idleSinceMillis;
    return wall < 0
        ? Long.MAX_VALUE
        : Math.max(
            nanoTime.getAsLong() - connection.idleSinceNanos, TimeUnit.MILLISECONDS.toNanos(wall));
  }

  private void dropOld() {
    for (Iterator<Deque<Connection>> each = kept.values().iterator(); each.hasNext(); ) {
      Deque<Connection> connections = each.next();
      connections.removeIf(this::isDroppedForAge);
      if (connections.isEmpty()) {
        each.remove();
      }
    }
  }

  private boolean isDroppedForAge(Connection connection) {
    if (idle(connection) <= LONGEST_IDLE) {
      return false;
    }
    connection.close();
    size--;
    return true;
  }

  synchronized void clear() {
    kept.values().forEach(connections -> connections.forEach(Connection::close));
    kept.clear();
    size = 0;
  }

  synchronized void close() {
    closed = true;
    clear();
  }

  synchronized int size() {
    return size;
  }
}
