package dev.dragoman.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Calls that are made at the same time. */
final class Together {
  private Together() {}

  /** Their results, in their order. If one throws, so does this, but not before all have ended. */
  static <T> List<T> all(List<Supplier<T>> calls) {
    if (calls.size() < 2) {
      return calls.stream().map(Supplier::get).toList();
    }
    List<CompletableFuture<T>> under =
        calls.stream()
            .map(call -> CompletableFuture.supplyAsync(call, Thread::startVirtualThread))
            .toList();
    try {
      CompletableFuture.allOf(under.toArray(CompletableFuture<?>[]::new)).join();
      return under.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException own ? own : e;
    }
  }
}
