package dev.dragoman.exchange;

import dev.dragoman.upstream.Cancellation;
import org.jspecify.annotations.Nullable;

/** What ends an exchange before its answer does, from any thread; the first reason holds. */
final class Ending {
  /** Why nobody waits any more. */
  enum Why {
    CLIENT_LEFT,
    /** The client has asked anew. */
    SUCCEEDED
  }

  private final Cancellation cancellation = new Cancellation();
  private @Nullable Why why;

  /** Ends it: the call to a provider that is under way, too. */
  void because(Why reason) {
    synchronized (this) {
      if (why == null) {
        why = reason;
      }
    }
    cancellation.cancel();
  }

  /** Why it was ended; null if it was not. */
  synchronized @Nullable Why why() {
    return why;
  }

  /** What calls to providers are ended by. */
  Cancellation cancellation() {
    return cancellation;
  }
}
