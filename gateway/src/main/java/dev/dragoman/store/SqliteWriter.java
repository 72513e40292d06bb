package dev.dragoman.store;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. SQLite has one writer at a time anyway, and a native call holds the
 * carrier of a virtual thread; so callers queue, and whatever waits is committed together:
 *
 * <pre>
 * BEGIN IMMEDIATE, then for each job: SAVEPOINT, its statements, RELEASE (or ROLLBACK TO); COMMIT
 * </pre>
 *
 * A caller returns when its job is committed. A job that fails takes back its own statements only;
 * a commit that fails, fails all that were in it. IMMEDIATE takes the lock at once, where SQLite
 * waits for it; a deferred transaction that turns out to write fails at once instead.
 */
final class SqliteWriter implements AutoCloseable {
  private static final int MOST_TOGETHER = 256;

  /** sqlite.org/rescode.html: the primary code stands in the lowest byte. */
  private static final int PRIMARY = 0xff;

  private static final int BUSY = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final SqliteConnection connection;
  private final BlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>();
  private final Job<?> last = new Job<>(_ -> false);
  private final ReentrantLock entry = new ReentrantLock();
  private final Thread thread;
  private boolean closed;

  /** Statements that belong together. */
  interface Work<T> {
    T run(SqliteConnection connection) throws SQLException;
  }

  /** A writer on {@code connection}, which it closes. */
  SqliteWriter(SqliteConnection connection) {
    this.connection = connection;
    this.thread = Thread.ofPlatform().daemon().name("sqlite-writer").start(this::run);
  }

  /**
   * What {@code work} returned, once that is committed. It does not give way to an interrupt, so
   * that a caller always knows what was written.
   *
   * @throws UncheckedIOException if it could not be committed; then nothing of it was
   * @throws RuntimeException as {@code work} threw it, with the same consequence
   */
  <T> T write(String operation, Work<T> work) {
    Job<T> job = new Job<>(work);
    entry.lock();
    try {
      if (closed) {
        throw fault(operation, new SQLException("the store is closed"));
      }
      queue.add(job);
    } finally {
      entry.unlock();
    }
    try {
      return job.outcome.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException own ? own : fault(operation, e.getCause());
    }
  }

  static UncheckedIOException fault(String operation, @Nullable Throwable cause) {
    String message = cause == null ? "" : cause.getMessage();
    return StoreFault.of("SQLite: " + operation + ": " + message, cause);
  }

  private void run() {
    List<Job<?>> batch = new ArrayList<>();
    boolean open = true;
    while (open) {
      batch.clear();
      batch.add(take());
      queue.drainTo(batch, MOST_TOGETHER - 1);
      open = !batch.remove(last);
      if (!batch.isEmpty()) {
        commit(batch);
      }
    }
  }

  private Job<?> take() {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException _) {
        // Nobody has a reason to interrupt this thread: it ends with the last job.
      }
    }
  }

  private void commit(List<Job<?>> batch) {
    try {
      begin();
      for (Job<?> job : batch) {
        job.attempt(connection);
      }
      connection.execute("COMMIT");
    } catch (Throwable fault) {
      rollBack();
      batch.forEach(job -> job.outcome.completeExceptionally(fault));
      return;
    }
    batch.forEach(Job::complete);
  }

  /**
   * Another process may hold the lock for longer than one try waits; what it keeps out is money.
   */
  private void begin() throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        connection.execute("BEGIN IMMEDIATE");
        return;
      } catch (SQLException e) {
        boolean busy = (e.getErrorCode() & PRIMARY) == BUSY;
        if (!busy || System.nanoTime() - start > PATIENCE.toNanos()) {
          throw e;
        }
      }
    }
  }

  private void rollBack() {
    try {
      connection.execute("ROLLBACK");
    } catch (SQLException _) {
      // SQLite itself has rolled back, or had not begun.
    }
  }

  /** Commits what was queued, then closes the connection. */
  @Override
  public void close() throws SQLException {
    entry.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      queue.add(last);
    } finally {
      entry.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connection.close();
  }

  private static final class Job<T> {
    private final Work<T> work;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable Exception failure;

    Job(Work<T> work) {
      this.work = work;
    }

    void attempt(SqliteConnection connection) throws SQLException {
      connection.execute("SAVEPOINT job");
      try {
        result = work.run(connection);
      } catch (SQLException | RuntimeException e) {
        failure = e;
        connection.execute("ROLLBACK TO job");
      }
      connection.execute("RELEASE job");
    }

    void complete() {
      if (failure != null) {
        outcome.completeExceptionally(failure);
      } else {
        outcome.complete(result);
      }
    }
  }
}
