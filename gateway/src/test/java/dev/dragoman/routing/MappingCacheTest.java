package dev.dragoman.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dragoman.provider.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** When the mappings are read, and which are in force. */
final class MappingCacheTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Store store = new Store();
  private final MappingCache cache =
      new MappingCache(store, Duration.ofSeconds(10), () -> now.get());

  @Test
  void theFirstUseReadsThemAndLaterOnesDoNot() {
    store.names = List.of("a");
    assertEquals(List.of("a"), cache.get().names());
    store.names = List.of("b");
    assertEquals(List.of("a"), cache.get().names());
    assertEquals(1, store.loads);
  }

  @Test
  void aUseAfterTheirAgeReadsThemBesideTheRequest() throws InterruptedException {
    store.names = List.of("a");
    assertEquals(List.of("a"), cache.get().names());
    store.loaded.drainPermits();
    store.names = List.of("b");
    now.set(Instant.EPOCH.plusSeconds(10));
    assertEquals(List.of("a"), cache.get().names());
    store.loaded.acquire();
    while (!cache.get().names().equals(List.of("b"))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatIsFarTooOldIsReadBeforeItIsUsed() {
    store.names = List.of("a");
    assertEquals(List.of("a"), cache.get().names());
    store.names = List.of("b");
    now.set(Instant.EPOCH.plusSeconds(3_600));
    assertEquals(List.of("b"), cache.get().names());
    store.broken = true;
    now.set(Instant.EPOCH.plusSeconds(7_200));
    assertEquals(List.of("b"), cache.get().names());
  }

  @Test
  void aClockThatWasSetBackDoesNotStopTheReading() throws InterruptedException {
    now.set(Instant.EPOCH.plusSeconds(3_600));
    store.names = List.of("a");
    assertEquals(List.of("a"), cache.get().names());
    store.loaded.drainPermits();
    now.set(Instant.EPOCH);
    assertEquals(List.of("a"), cache.get().names());
    store.loaded.acquire();
  }

  @Test
  void aReadingThatFailsLeavesTheLastGoodOnesInForce() throws InterruptedException {
    store.names = List.of("a");
    assertEquals(List.of("a"), cache.get().names());
    store.loaded.drainPermits();
    store.broken = true;
    now.set(Instant.EPOCH.plusSeconds(10));
    assertEquals(List.of("a"), cache.get().names());
    store.loaded.acquire();
    assertEquals(List.of("a"), cache.get().names());
  }

  @Test
  void aFirstReadingThatFailsIsAFaultAndIsTriedAgain() {
    store.broken = true;
    assertThrows(UncheckedIOException.class, cache::get);
    store.broken = false;
    store.names = List.of("a");
    assertEquals(List.of("a"), cache.get().names());
  }

  @Test
  void whatIsDoneBesideEachReadingKeepsNoUseWaiting() throws InterruptedException {
    Semaphore begun = new Semaphore(0);
    Semaphore goOn = new Semaphore(0);
    MappingCache beside =
        new MappingCache(
            store,
            Duration.ofSeconds(10),
            () -> now.get(),
            () -> {
              begun.release();
              goOn.acquireUninterruptibly();
            });
    store.names = List.of("a");
    assertEquals(List.of("a"), beside.get().names());
    begun.acquire();
    assertEquals(List.of("a"), beside.get().names());
    now.set(Instant.EPOCH.plusSeconds(10));
    assertEquals(List.of("a"), beside.get().names());
    begun.acquire();
    goOn.release(2);
  }

  private static final class Store implements Mappings {
    final Semaphore loaded = new Semaphore(0);
    volatile List<String> names = List.of();
    volatile boolean broken;
    volatile int loads;

    @Override
    public synchronized Configured load() {
      loads++;
      loaded.release();
      if (broken) {
        throw new UncheckedIOException(new IOException("no store"));
      }
      return Configured.of(
          names.stream().map(name -> Deployment.of(name, "openai", name)).toList());
    }

    @Override
    public void put(Deployment deployment) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean remove(String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void replaceConfig(Configured config) {
      throw new UnsupportedOperationException();
    }
  }
}
