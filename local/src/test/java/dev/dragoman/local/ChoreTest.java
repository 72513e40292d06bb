package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.UsageLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChoreTest {
  /** Sums of which each addition is counted. */
  private abstract static class Counted implements Sums {
    final AtomicInteger additions = new AtomicInteger();

    @Override
    public List<Sum> read(String scope, LocalDate from, LocalDate to) {
      return List.of();
    }

    @Override
    public Rebuilt rebuild(LocalDate day, UsageLedger records, Instant now, boolean fewer) {
      return new Rebuilt.Done(0);
    }
  }

  @Test
  void itAddsAllThatWaitsBeforeItPauses() throws InterruptedException {
    CountDownLatch all = new CountDownLatch(5);
    Counted sums =
        new Counted() {
          @Override
          public boolean catchUp() {
            all.countDown();
            return additions.incrementAndGet() < 5;
          }
        };
    try (Chore _ = Chore.start("daily sums", Duration.ofDays(1), sums::catchUp)) {
      assertTrue(all.await(30, TimeUnit.SECONDS));
    }
    assertEquals(5, sums.additions.get());
  }

  @Test
  void aStoreThatDoesNotAnswerIsAskedAgain() throws InterruptedException {
    CountDownLatch third = new CountDownLatch(3);
    Counted sums =
        new Counted() {
          @Override
          public boolean catchUp() {
            third.countDown();
            throw new UncheckedIOException(new IOException("busy"));
          }
        };
    try (Chore _ = Chore.start("daily sums", Duration.ofMillis(1), sums::catchUp)) {
      assertTrue(third.await(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void afterItIsClosedNothingIsAsked() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Counted sums =
        new Counted() {
          @Override
          public boolean catchUp() {
            begun.countDown();
            additions.incrementAndGet();
            return true;
          }
        };
    Chore catchUp = Chore.start("daily sums", Duration.ofMillis(1), sums::catchUp);
    assertTrue(begun.await(30, TimeUnit.SECONDS));
    catchUp.close();
    int additions = sums.additions.get();
    Thread.sleep(20);
    assertEquals(additions, sums.additions.get());
    assertFalse(additions == 0);
  }
}
