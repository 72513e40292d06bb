package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dragoman.routing.NewestRequests;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is true of the newest requests wherever they are kept. */
abstract class NewestRequestsContract {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00.123Z");

  /** Newest requests of which none is known yet. */
  abstract NewestRequests newest();

  /** Some whose store cannot be reached; none if that cannot be. */
  abstract List<NewestRequests> unreachable();

  @Test
  void noneIsKnownAtFirst() {
    assertEquals(Optional.empty(), newest().newest("c"));
  }

  @Test
  void aLaterRequestIsTheNewest() {
    NewestRequests newest = newest();
    newest.begin("c", "req_1", START);
    assertEquals(Optional.of("req_1"), newest.newest("c"));
    newest.begin("c", "req_2", START.plusMillis(1));
    assertEquals(Optional.of("req_2"), newest.newest("c"));
  }

  @Test
  void aRequestThatBeganEarlierAndIsToldOfLaterIsNot() {
    NewestRequests newest = newest();
    newest.begin("c", "req_2", START.plusMillis(1));
    newest.begin("c", "req_1", START);
    assertEquals(Optional.of("req_2"), newest.newest("c"));
  }

  @Test
  void ofTwoThatBeganAtOnceTheOneToldOfLaterIs() {
    NewestRequests newest = newest();
    newest.begin("c", "req_1", START);
    newest.begin("c", "req_2", START);
    assertEquals(Optional.of("req_2"), newest.newest("c"));
  }

  @Test
  void conversationsDoNotMeet() {
    NewestRequests newest = newest();
    String odd = "größe/🜁 '\"; -- #id :start \u0001\n".repeat(500);
    newest.begin("c", "req_1", START);
    newest.begin(odd, "req_2", START.plusSeconds(1));
    assertEquals(Optional.of("req_1"), newest.newest("c"));
    assertEquals(Optional.of("req_2"), newest.newest(odd));
    assertEquals(Optional.empty(), newest.newest(odd + "x"));
  }

  @Test
  void ofManyToldOfAtOnceTheLatestIsTheNewest() throws Exception {
    NewestRequests newest = newest();
    List<Callable<Void>> calls = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      int order = (i * 7) % 32;
      calls.add(() -> {
        newest.begin("c", "req_" + order, START.plusMillis(order));
        return null;
      });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> call : threads.invokeAll(calls)) {
        call.get();
      }
    }
    assertEquals(Optional.of("req_31"), newest.newest("c"));
  }

  @Test
  void aStoreThatCannotBeReachedSaysSo() {
    for (NewestRequests newest : unreachable()) {
      assertThrows(UncheckedIOException.class, () -> newest.begin("c", "req_1", START));
      assertThrows(UncheckedIOException.class, () -> newest.newest("c"));
    }
  }
}
