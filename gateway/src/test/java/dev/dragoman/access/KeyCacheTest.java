package dev.dragoman.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long what is known of a key is used, and when it is looked up. */
@Timeout(60)
final class KeyCacheTest {
  private static final VirtualKey KEY = People.key("sk-test-of-cache-wxyz");
  private static final Instant START = Instant.parse("2026-11-25T16:00:00Z");

  private final SlowDirectory directory = new SlowDirectory().with(KEY);
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final KeyCache cache = new KeyCache(new Holders(directory)::find, now::get);

  @Test
  void forFiveSecondsNothingIsLookedUpAgain() {
    find();
    at(4_999);
    find();
    assertEquals(1, directory.lookUps.get());
  }

  @Test
  void afterFiveSecondsItIsLookedUpBesideTheRequest() {
    find();
    directory.with(People.blocked(KEY)).pace.drainPermits();
    at(5_000);
    assertFalse(isBlocked(), "nobody waits for the look-up");
    assertFalse(isBlocked());
    directory.pace.release(1_000);
    awaitBlocked();
    assertEquals(2, directory.lookUps.get());
  }

  @Test
  void aRevokedKeyIsUsedForTenSecondsAtTheLongest() {
    find();
    directory.keys().remove(KEY.id());
    directory.pace.drainPermits();
    at(9_999);
    assertTrue(cache.find(KEY.id()).isPresent());
    at(10_000);
    directory.pace.release(1_000);
    assertEquals(Optional.empty(), cache.find(KEY.id()));
  }

  @Test
  void atAnyTimesOfUseNobodyLearnsOfAChangeLaterThanTenSecondsAfterIt() {
    Random random = new Random(6);
    for (int round = 0; round < 200; round++) {
      directory.with(KEY);
      cache.forget();
      find();
      long blocked = random.nextInt(30_000);
      long time = 0;
      boolean isBlocked = false;
      while (time < blocked + 10_000) {
        time += random.nextInt(7_000);
        if (time >= blocked && !isBlocked) {
          directory.with(People.blocked(KEY));
          isBlocked = true;
        }
        now.set(START.plusMillis(time));
        boolean known = isBlocked();
        if (time >= blocked + 10_000) {
          assertTrue(known, "blocked at " + blocked + ", and used at " + time);
        }
      }
      now.set(START);
    }
  }

  @Test
  void aSlowLookUpThatBeganBeforeAChangeDoesNotLiveLonger() {
    find();
    directory.pace.drainPermits();
    at(6_000);
    find();
    awaitLookUps(2);
    directory.with(People.blocked(KEY));
    at(16_000);
    CompletableFuture<Boolean> use = CompletableFuture.supplyAsync(this::isBlocked);
    awaitLookUps(3);
    directory.pace.release(1_000);
    assertTrue(use.join(), "the one under way is as old as what may not be used any more");
    assertTrue(isBlocked());
  }

  @Test
  void manyRequestsWithOneKeyWaitForOneLookUp() {
    directory.pace.drainPermits();
    List<CompletableFuture<Boolean>> uses = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      uses.add(
          CompletableFuture.supplyAsync(
              () -> cache.find(KEY.id()).isPresent(), Thread::startVirtualThread));
    }
    awaitLookUps(1);
    directory.pace.release(1_000);
    assertTrue(uses.stream().allMatch(CompletableFuture::join));
    assertEquals(1, directory.lookUps.get());
  }

  @Test
  void aLookUpThatFailsFailsAllWhoWaitAndTheNextOneTriesAgain() {
    directory.broken = true;
    assertThrows(UncheckedIOException.class, this::find);
    directory.broken = false;
    assertTrue(cache.find(KEY.id()).isPresent());
  }

  @Test
  void aFailureBesideLeavesWhatIsKnownUntilItIsTooOld() {
    find();
    directory.broken = true;
    at(5_000);
    find();
    awaitLookUps(2);
    at(9_999);
    find();
    at(10_000);
    assertThrows(UncheckedIOException.class, this::find);
    assertTrue(cache.lastKnown(KEY.id()).isPresent());
  }

  @Test
  void nothingIsKeptOfAKeyThatIsNotKnown() {
    VirtualKey other = People.key("sk-another-key-of-test");
    assertEquals(Optional.empty(), cache.find(other.id()));
    directory.with(other);
    assertTrue(cache.find(other.id()).isPresent());
  }

  @Test
  void aChangeIsSeenAtOnceAfterAllIsForgotten() {
    find();
    directory.with(People.blocked(KEY));
    cache.forget();
    assertTrue(isBlocked());
  }

  @Test
  void whatALookUpFindsThatBeganBeforeAllWasForgottenIsNotKept() {
    directory.pace.drainPermits();
    CompletableFuture<Boolean> before = CompletableFuture.supplyAsync(this::isBlocked);
    awaitLookUps(1);
    directory.with(People.blocked(KEY));
    cache.forget();
    directory.pace.release(1_000);
    assertFalse(before.join());
    assertTrue(isBlocked());
  }

  @Test
  void aClockThatWasSetBackMakesNothingYounger() {
    find();
    directory.with(People.blocked(KEY));
    at(-3_600_000);
    assertTrue(isBlocked());
  }

  @Test
  void ofMoreKeysThanAreKeptTheOneUnusedForLongestIsLookedUpAgain() {
    List<VirtualKey> keys = new ArrayList<>();
    for (int i = 0; i <= KeyCache.CAPACITY; i++) {
      keys.add(People.key("sk-one-of-many-" + i));
      directory.with(keys.getLast());
    }
    keys.forEach(key -> cache.find(key.id()));
    int lookUps = directory.lookUps.get();
    cache.find(keys.getLast().id());
    assertEquals(lookUps, directory.lookUps.get());
    cache.find(keys.getFirst().id());
    assertEquals(lookUps + 1, directory.lookUps.get());
  }

  private void at(long millis) {
    now.set(START.plusMillis(millis));
  }

  private Caller find() {
    return cache.find(KEY.id()).orElseThrow();
  }

  private boolean isBlocked() {
    VirtualKey key = find().key();
    return key != null && key.blocked();
  }

  private void awaitBlocked() {
    while (!isBlocked()) {
      Thread.onSpinWait();
    }
  }

  private void awaitLookUps(int count) {
    while (directory.lookUps.get() < count) {
      Thread.onSpinWait();
    }
  }
}
