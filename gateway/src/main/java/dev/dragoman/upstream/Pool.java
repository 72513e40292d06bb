package dev.dragoman.upstream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections kept for the next exchange: by origin, the one last used first, none for longer
 * than half a minute, and bounded in number.
 */
final class Pool {
  private static final long LONGEST_IDLE = TimeUnit.SECONDS.toNanos(30);
  private static final int MOST = 256;

  private final LongSupplier nanoTime;
  private final Map<Origin, Deque<Connection>> kept = new HashMap<>();
  private int size;
  private boolean closed;

  Pool(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The connection to that origin that was used last, if it seems to be alive. */
  synchronized @Nullable Connection take(Origin origin) {
    dropOld();
    Deque<Connection> connections = kept.get(origin);
    while (connections != null && !connections.isEmpty()) {
      Connection connection = connections.removeLast();
      size--;
      if (!connection.hasUnasked()) {
        return connection;
      }
      connection.close();
    }
    return null;
  }

  synchronized void keep(Connection connection) {
    dropOld();
    if (closed || size == MOST) {
      connection.close();
      return;
    }
    connection.idleSince = nanoTime.getAsLong();
    kept.computeIfAbsent(connection.origin, origin -> new ArrayDeque<>()).addLast(connection);
    size++;
  }

  private void dropOld() {
    long now = nanoTime.getAsLong();
    for (Iterator<Deque<Connection>> each = kept.values().iterator(); each.hasNext(); ) {
      Deque<Connection> connections = each.next();
      while (!connections.isEmpty() && now - connections.getFirst().idleSince > LONGEST_IDLE) {
        connections.removeFirst().close();
        size--;
      }
      if (connections.isEmpty()) {
        each.remove();
      }
    }
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
