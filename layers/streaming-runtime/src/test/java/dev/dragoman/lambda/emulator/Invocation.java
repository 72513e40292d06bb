package dev.dragoman.lambda.emulator;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One event on its way through a function. */
public final class Invocation {

  private final String id;
  private final Event event;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private final CompletableFuture<Chunk> firstChunk = new CompletableFuture<>();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicInteger delivered = new AtomicInteger();

  Invocation(String id, Event event) {
    this.id = id;
    this.event = event;
  }

  /** The request id. */
  public String id() {
    return id;
  }

  Event event() {
    return event;
  }

  /** Waits for the whole answer; a {@link ProtocolFault} if it broke the protocol. */
  public Answer await(Duration limit) throws InterruptedException {
    return await(answer, limit);
  }

  /** Waits for the first chunk of a streamed answer. */
  public Chunk firstChunk(Duration limit) throws InterruptedException {
    return await(firstChunk, limit);
  }

  /** How often the event was handed to a function. */
  public int delivered() {
    return delivered.get();
  }

  /** Whether an answer has been begun. */
  public boolean begun() {
    return begun.get();
  }

  private <T> T await(CompletableFuture<T> future, Duration limit) throws InterruptedException {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ProtocolFault fault ? fault : new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new AssertionError(
          "no answer to " + id + " within " + limit + ", delivered " + delivered + " times", e);
    }
  }

  void deliver() {
    delivered.incrementAndGet();
  }

  /** Whether this is the first answer to begin. */
  boolean begin() {
    return begun.compareAndSet(false, true);
  }

  void arrived(Chunk chunk) {
    firstChunk.complete(chunk);
  }

  void answered(Answer whole) {
    answer.complete(whole);
  }

  void broken(ProtocolFault fault) {
    firstChunk.completeExceptionally(fault);
    answer.completeExceptionally(fault);
  }
}
