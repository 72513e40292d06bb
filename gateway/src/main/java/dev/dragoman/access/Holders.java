package dev.dragoman.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who holds a key as the directory has it now: the key, then all that it refers to at once. */
record Holders(Directory directory) {
  /**
   * The holder of a key; empty if it is not known. What a key refers to and is gone is null: of a
   * team whoever admits must look whether there ought to be one; a user or a budget that is gone
   * limits nothing, as in LiteLLM.
   *
   * @throws java.io.UncheckedIOException if the directory cannot be read
   */
  Optional<Caller> find(String hash) {
    return directory.keys().find(hash).map(this::holder);
  }

  /** An entry, and what its limits come to. */
  private record Limited<T>(T entry, Quota quota) {}

  private Caller holder(VirtualKey key) {
    CompletableFuture<Optional<Limited<User>>> users =
        beside(key.userId(), id -> find(directory.users(), id, User::budgetId, Quota::of));
    CompletableFuture<Optional<Limited<Team>>> teams =
        beside(key.teamId(), id -> find(directory.teams(), id, Team::budgetId, Quota::of));
    List<Quota> quotas = new ArrayList<>(3);
    quotas.add(Quota.of(key, budget(key.budgetId())));
    Optional<Limited<User>> user = joined(users);
    Optional<Limited<Team>> team = joined(teams);
    user.map(Limited::quota).ifPresent(quotas::add);
    team.map(Limited::quota).ifPresent(quotas::add);
    return new Caller(
        key.id(),
        key,
        user.map(Limited::entry).orElse(null),
        team.map(Limited::entry).orElse(null),
        user.map(Limited::entry).map(User::role).orElse(Role.INTERNAL_USER),
        quotas);
  }

  private <T extends Entry> Optional<Limited<T>> find(
      Directory.Shelf<T> shelf,
      String id,
      Function<T, @Nullable String> budgetId,
      BiFunction<T, @Nullable Budget, Quota> quota) {
    return shelf
        .find(id)
        .map(entry -> new Limited<>(entry, quota.apply(entry, budget(budgetId.apply(entry)))));
  }

  private @Nullable Budget budget(@Nullable String id) {
    return id == null ? null : directory.budgets().find(id).orElse(null);
  }

  private static <T> CompletableFuture<Optional<T>> beside(
      @Nullable String id, Function<String, Optional<T>> find) {
    if (id == null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Supplier<Optional<T>> found = () -> find.apply(id);
    return CompletableFuture.supplyAsync(found, Thread::startVirtualThread);
  }

  private static <T> T joined(CompletableFuture<T> beside) {
    try {
      return beside.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
