package dev.dragoman.routing;

import dev.dragoman.provider.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which deployments a session was given, the first one first, for an hour after it was last seen.
 * Those seen longest ago are forgotten when there are too many.
 */
final class SessionMemory {
  static final int MOST_SESSIONS = 20_000;
  private static final int MOST_GIVEN = 4;
  private static final long AGE_MILLIS = 3_600_000;

  private final Map<String, Given> bySession = new LinkedHashMap<>(64, 0.75f, true);

  private static final class Given {
    final List<String> ids = new ArrayList<>(1);
    long seenAt;
  }

  /** The one of {@code open} that the session was given before all others; null for none. */
  synchronized @Nullable Deployment recall(String session, List<Deployment> open, long now) {
    Given given = bySession.get(session);
    if (given == null || now - given.seenAt > AGE_MILLIS) {
      return null;
    }
    given.seenAt = now;
    for (String id : given.ids) {
      for (Deployment deployment : open) {
        if (deployment.id().equals(id)) {
          return deployment;
        }
      }
    }
    return null;
  }

  /** Remembers that a session was given a deployment. */
  synchronized void note(String session, Deployment deployment, long now) {
    Given given = bySession.get(session);
    if (given == null || now - given.seenAt > AGE_MILLIS) {
      given = new Given();
      bySession.put(session, given);
    }
    given.seenAt = now;
    if (!given.ids.contains(deployment.id())) {
      if (given.ids.size() == MOST_GIVEN) {
        given.ids.removeFirst();
      }
      given.ids.add(deployment.id());
    }
    if (bySession.size() > MOST_SESSIONS) {
      bySession.remove(bySession.keySet().iterator().next());
    }
  }
}
