package dev.dragoman.lambda.runtime;

/**
 * What a handler wants done around a SnapStart snapshot; a handler class implements it beside
 * {@link com.amazonaws.services.lambda.runtime.RequestStreamHandler}.
 *
 * <p>Both run on the thread that will poll first, and only where the platform takes snapshots. The
 * platform allows ten seconds for the restore and {@link #afterRestore()} together. A throwable
 * ends the process after it has been reported.
 */
public interface SnapStartHooks {

  /** Runs before the snapshot is taken: load classes, warm up, close connections. */
  default void beforeCheckpoint() throws Exception {}

  /** Runs in each restored copy, before its first event: renew connections and random seeds. */
  default void afterRestore() throws Exception {}
}
