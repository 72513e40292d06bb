package dev.dragoman.store;

import dev.dragoman.routing.NewestRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which requests are the newest of those that one process has. */
final class InMemoryNewest implements NewestRequests {
  private static final Duration KEPT = Duration.ofHours(1);

  private final Map<String, Begun> newest = new HashMap<>();

  private record Begun(String requestId, Instant start) {}

  @Override
  public synchronized void begin(String conversation, String requestId, Instant start) {
    newest.values().removeIf(begun -> begun.start().isBefore(start.minus(KEPT)));
    newest.merge(
        conversation,
        new Begun(requestId, start),
        (known, own) -> own.start().isBefore(known.start()) ? known : own);
  }

  @Override
  public synchronized Optional<String> newest(String conversation) {
    return Optional.ofNullable(newest.get(conversation)).map(Begun::requestId);
  }
}
