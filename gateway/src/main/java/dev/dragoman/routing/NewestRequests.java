package dev.dragoman.routing;

import java.time.Instant;
import java.util.Optional;

/**
 * The port to which request of a conversation is the newest, for transports that do not show that a
 * client has left: who asks again waits no longer for what was asked before. Forgotten after an
 * hour. A store that cannot be reached throws {@link java.io.UncheckedIOException}.
 */
public interface NewestRequests {
  /** Makes a request the newest of its conversation, unless one that began later is known. */
  void begin(String conversation, String requestId, Instant start);

  /** The newest request of a conversation, by id; none if none is known. */
  Optional<String> newest(String conversation);
}
