package dev.dragoman.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class KeptTokenTest {
  private static final int MANY = 24;

  @Test
  void whoWaitedForATokenThatCouldNotBeFetchedDoesNotAskInTurn() throws Exception {
    AtomicInteger fetches = new AtomicInteger();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    KeptToken token =
        new KeptToken(
            () -> {
              if (fetches.incrementAndGet() > 1) {
                return new KeptToken.Token("later", Instant.MAX);
              }
              asked.countDown();
              await(refused);
              throw MissingSecret.forNow("the token server is away");
            },
            Clock.systemUTC());
    FutureTask<String> first = started(token);
    await(asked);
    List<Thread> waiting = new ArrayList<>();
    List<FutureTask<String>> others = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      FutureTask<String> other = new FutureTask<>(token::value);
      others.add(other);
      waiting.add(Thread.ofPlatform().daemon().start(other));
    }
    for (Thread each : waiting) {
      while (each.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    refused.countDown();
    assertThrows(ExecutionException.class, first::get);
    for (FutureTask<String> other : others) {
      assertThrows(ExecutionException.class, other::get);
    }
    assertEquals(1, fetches.get());
    assertEquals("later", token.value());
  }

  private static FutureTask<String> started(KeptToken token) {
    FutureTask<String> task = new FutureTask<>(token::value);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody came");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
