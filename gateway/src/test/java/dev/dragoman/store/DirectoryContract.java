package dev.dragoman.store;

import static dev.dragoman.store.Entries.key;
import static dev.dragoman.store.Entries.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.Directory;
import dev.dragoman.access.Directory.Keys;
import dev.dragoman.access.Directory.Shelf;
import dev.dragoman.access.Entry;
import dev.dragoman.access.User;
import dev.dragoman.access.VirtualKey;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Sha256;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is true of keys, users, teams and budgets wherever they are kept. */
abstract class DirectoryContract {
  /** An empty directory. */
  abstract Directory directory();

  /** Directories whose store cannot be reached; none if that cannot be. */
  abstract List<Directory> unreachable();

  @Test
  void nothingIsThereAtFirst() {
    Directory directory = directory();
    for (Shelf<?> shelf : shelves(directory)) {
      assertEquals(Optional.empty(), shelf.find("u-1"));
      assertEquals(Optional.empty(), shelf.find(Sha256.hex("sk-1")));
      assertEquals(List.of(), shelf.list(null, 10));
      assertFalse(shelf.remove("u-1"));
      assertFalse(shelf.remove(Sha256.hex("sk-1")));
    }
    assertEquals(Optional.empty(), directory.keys().findByAlias("a"));
    assertEquals(List.of(), directory.keys().ofUser("u-1", null, 10));
  }

  @Test
  void everyFieldOfWhatWasPutIsFound() {
    Directory directory = directory();
    keeps(directory.keys(), key("sk-1"));
    keeps(directory.users(), user("u-1"));
    keeps(directory.teams(), Entries.team("t-1"));
    keeps(directory.budgets(), Entries.budget("b-1"));
  }

  private static <T extends Entry> void keeps(Shelf<T> shelf, T entry) {
    assertTrue(shelf.put(entry));
    assertEquals(Optional.of(entry), shelf.find(entry.id()));
    assertEquals(List.of(entry), shelf.list(null, 10));
  }

  @Test
  void kindsDoNotMix() {
    Directory directory = directory();
    directory.users().put(user("same"));
    directory.teams().put(Entries.team("same"));
    assertTrue(directory.users().remove("same"));
    assertEquals(Optional.of(Entries.team("same")), directory.teams().find("same"));
    assertEquals(Optional.empty(), directory.budgets().find("same"));
  }

  @Test
  void anEntryIsWrittenOverTheRevisionBefore() {
    Shelf<User> users = directory().users();
    assertFalse(users.put(user("u", "second", 2)));
    assertTrue(users.put(user("u", "first", 1)));
    assertFalse(users.put(user("u", "other", 1)));
    assertFalse(users.put(user("u", "third", 3)));
    assertTrue(users.put(user("u", "second", 2)));
    assertFalse(users.put(user("u", "late", 2)));
    assertEquals(Optional.of(user("u", "second", 2)), users.find("u"));
  }

  @Test
  void theSameEntryAgainIsNoChangeUntilSomeoneElseHasWritten() {
    Shelf<User> users = directory().users();
    for (int time = 0; time < 2; time++) {
      assertTrue(users.put(user("u", "first", 1)));
    }
    for (int time = 0; time < 2; time++) {
      assertTrue(users.put(user("u", "second", 2)));
    }
    assertFalse(users.put(user("u", "first", 1)));
    Keys keys = directory().keys();
    for (int time = 0; time < 2; time++) {
      assertTrue(keys.put(key("sk-1")));
    }
  }

  @Test
  void revisionsBeginAtOne() {
    Shelf<User> users = directory().users();
    assertThrows(IllegalArgumentException.class, () -> users.put(user("u", "none", 0)));
  }

  @Test
  void ofSeveralWritersOfOneRevisionOneWins() throws Exception {
    Shelf<User> users = directory().users();
    users.put(user("u", "first", 1));
    assertEquals(
        1, winners(IntStream.range(0, 8).mapToObj(i -> () -> users.put(user("u", "by " + i, 2)))));
    assertEquals(2, users.find("u").orElseThrow().revision());
  }

  @Test
  void whatWasRemovedIsGoneAndCanBeMadeAgain() {
    Directory directory = directory();
    directory.users().put(user("u", "first", 1));
    directory.users().put(user("u", "second", 2));
    assertTrue(directory.users().remove("u"));
    assertFalse(directory.users().remove("u"));
    assertFalse(directory.users().put(user("u", "third", 3)));
    assertTrue(directory.users().put(user("u", "anew", 1)));
    directory.keys().put(key("sk-1"));
    assertTrue(directory.keys().remove(Sha256.hex("sk-1")));
    assertFalse(directory.keys().remove(Sha256.hex("sk-1")));
    assertEquals(List.of(), directory.keys().list(null, 10));
  }

  @Test
  void pagesAreWholeAndInTheOrderOfBytesUnderAnyIds() {
    Shelf<User> users = directory().users();
    List<String> sorted =
        List.of(
            " ",
            "\"'; DROP TABLE entry;--",
            "#id",
            "' OR '1'='1",
            "10",
            "9",
            ":before",
            "A",
            "a",
            "a/b",
            "aa",
            "key",
            "x".repeat(1_024),
            "{\"S\":\"x\"}",
            "é",
            "\uFF5E",
            "🜁",
            "🜁".repeat(256));
    sorted.reversed().forEach(id -> assertTrue(users.put(user(id))));
    for (int limit : new int[] {1, 4, 5, 100}) {
      List<String> seen = new ArrayList<>();
      List<User> page = users.list(null, limit);
      while (!page.isEmpty()) {
        assertTrue(page.size() <= limit);
        page.forEach(user -> seen.add(user.id()));
        page = users.list(seen.getLast(), limit);
      }
      assertEquals(sorted, seen);
    }
    assertEquals("a/b", users.list("a.", 1).getFirst().id());
    sorted.forEach(id -> assertEquals(Optional.of(user(id)), users.find(id)));
    sorted.forEach(id -> assertTrue(users.remove(id)));
    assertEquals(List.of(), users.list(null, 10));
  }

  @Test
  void aPageOfManyLargeEntriesIsWhole() {
    Shelf<User> users = directory().users();
    List<User> all =
        IntStream.range(100, 120).mapToObj(i -> user("u" + i, "ä".repeat(60_000), 1)).toList();
    all.forEach(users::put);
    assertEquals(all, users.list(null, 100));
    assertEquals(all.subList(0, 15), users.list(null, 15));
  }

  @Test
  void whatCanBeNoIdIsNeitherStoredNorFound() {
    Shelf<User> users = directory().users();
    for (String id :
        List.of("", "x".repeat(1_025), "é".repeat(513), "a\u0000b", "a\nb", "\ud83d")) {
      assertThrows(IllegalArgumentException.class, () -> users.put(user(id)), id);
      assertThrows(IllegalArgumentException.class, () -> users.list(id, 1), id);
      assertEquals(Optional.empty(), users.find(id));
      assertFalse(users.remove(id));
    }
    assertEquals(List.of(), users.list(null, 10));
  }

  @Test
  void anEntryThatIsTooLargeIsRefused() {
    Shelf<User> users = directory().users();
    User large = user("u", "ä".repeat(150_000), 1);
    assertThrows(IllegalArgumentException.class, () -> users.put(large));
    assertEquals(Optional.empty(), users.find("u"));
  }

  @Test
  void aKeyStandsUnderItsHashAndNeverUnderItself() {
    Keys keys = directory().keys();
    VirtualKey plain = key("sk-1");
    for (String id : List.of("sk-planted-1234567890", "AB".repeat(32), "ab".repeat(31))) {
      VirtualKey wrong =
          new VirtualKey(
              id,
              plain.name(),
              null,
              null,
              null,
              List.of(),
              Map.of(),
              plain.limits(),
              null,
              null,
              false,
              List.of(),
              Map.<String, RawJson>of(),
              Map.of(),
              "master",
              Entries.MADE,
              Entries.MADE,
              1);
      assertThrows(IllegalArgumentException.class, () -> keys.put(wrong));
      assertEquals(Optional.empty(), keys.find(id));
      assertFalse(keys.remove(id));
    }
    assertEquals(List.of(), keys.list(null, 10));
  }

  @Test
  void aKeyIsFoundByItsAliasUnderAnyText() {
    Keys keys = directory().keys();
    for (String alias : List.of("a", "A", "#key", "' OR 1=1", "🜁".repeat(256), ":key", "u-1")) {
      VirtualKey key = key("sk-" + alias, alias, null, null);
      assertTrue(keys.put(key));
      assertEquals(Optional.of(key), keys.findByAlias(alias));
    }
    assertEquals(Optional.empty(), keys.findByAlias("x".repeat(2_000)));
    assertEquals(Optional.empty(), keys.findByAlias(""));
    assertThrows(
        IllegalArgumentException.class,
        () -> keys.put(key("sk-long", "x".repeat(2_000), null, null)));
  }

  @Test
  void anAliasBelongsToOneKey() {
    Keys keys = directory().keys();
    assertTrue(keys.put(key("sk-1", "mine", null, null)));
    assertFalse(keys.put(key("sk-2", "mine", null, null)));
    assertEquals(Optional.empty(), keys.find(Sha256.hex("sk-2")));
    assertTrue(keys.put(key("sk-2", null, null, null)));
    assertFalse(keys.put(key("sk-2", "mine", null, null, 2)));
    assertEquals(Optional.of(key("sk-2", null, null, null)), keys.find(Sha256.hex("sk-2")));
    assertEquals(Optional.of(key("sk-1", "mine", null, null)), keys.findByAlias("mine"));
  }

  @Test
  void anAliasThatWasGivenUpIsFree() {
    Keys keys = directory().keys();
    keys.put(key("sk-1", "first", null, null, 1));
    assertTrue(keys.put(key("sk-1", "second", null, null, 2)));
    assertTrue(keys.put(key("sk-1", "second", "u", null, 3)));
    assertEquals(Optional.empty(), keys.findByAlias("first"));
    assertTrue(keys.put(key("sk-2", "first", null, null)));
    assertTrue(keys.put(key("sk-1", null, null, null, 4)));
    assertTrue(keys.put(key("sk-3", "second", null, null)));
    assertTrue(keys.remove(Sha256.hex("sk-3")));
    assertEquals(Optional.empty(), keys.findByAlias("second"));
    assertTrue(keys.put(key("sk-4", "second", null, null)));
    assertEquals(Optional.of(key("sk-4", "second", null, null)), keys.findByAlias("second"));
  }

  @Test
  void aKeyThatLostARaceChangesNoAlias() {
    Keys keys = directory().keys();
    keys.put(key("sk-1", "first", null, null, 1));
    keys.put(key("sk-1", "second", null, null, 2));
    assertFalse(keys.put(key("sk-1", "third", null, null, 2)));
    assertFalse(keys.put(key("sk-1", "third", null, null, 5)));
    assertFalse(keys.put(key("sk-1", "third", null, null, 1)));
    assertEquals(Optional.empty(), keys.findByAlias("third"));
    assertEquals(Optional.of(key("sk-1", "second", null, null, 2)), keys.findByAlias("second"));
  }

  @Test
  void ofSeveralKeysThatWantOneAliasAtOnceOneGetsIt() throws Exception {
    Keys keys = directory().keys();
    Stream<Callable<Boolean>> puts =
        IntStream.range(0, 6).mapToObj(i -> () -> keys.put(key("sk-" + i, "mine", null, null)));
    assertEquals(1, winners(puts));
    assertEquals(1, keys.list(null, 10).size());
    assertEquals(keys.list(null, 10).getFirst(), keys.findByAlias("mine").orElseThrow());
  }

  @Test
  void keysAreFoundByTheirUserAndTeam() {
    Keys keys = directory().keys();
    List<VirtualKey> all =
        IntStream.range(0, 24)
            .mapToObj(i ->
                key("sk-" + i, "a" + i, i % 2 == 0 ? "u-1" : "größer", i % 3 == 0 ? "t" : null))
            .toList();
    all.forEach(keys::put);
    List<VirtualKey> sorted =
        all.stream().sorted((a, b) -> EntryForm.ORDER.compare(a.id(), b.id())).toList();
    List<VirtualKey> ofUser = sorted.stream().filter(k -> "größer".equals(k.userId())).toList();
    List<VirtualKey> ofTeam = sorted.stream().filter(k -> "t".equals(k.teamId())).toList();
    assertEquals(ofUser, keys.ofUser("größer", null, 100));
    assertEquals(ofTeam, keys.ofTeam("t", null, 100));
    assertEquals(ofUser.subList(0, 5), keys.ofUser("größer", null, 5));
    assertEquals(ofUser.subList(5, 12), keys.ofUser("größer", ofUser.get(4).id(), 50));
    assertEquals(List.of(), keys.ofUser("t", null, 5));
    VirtualKey moved = ofTeam.getFirst();
    assertTrue(keys.put(withTeam(moved, "other")));
    assertEquals(ofTeam.subList(1, 8), keys.ofTeam("t", null, 100));
    assertEquals(1, keys.ofTeam("other", null, 100).size());
  }

  private static VirtualKey withTeam(VirtualKey key, String team) {
    VirtualKey plain = key("x", key.alias(), key.userId(), team, key.revision() + 1);
    return new VirtualKey(
        key.id(),
        plain.name(),
        plain.alias(),
        plain.userId(),
        plain.teamId(),
        plain.models(),
        plain.aliases(),
        plain.limits(),
        plain.budgetId(),
        plain.expires(),
        plain.blocked(),
        plain.tags(),
        plain.metadata(),
        plain.permissions(),
        plain.createdBy(),
        plain.created(),
        plain.updated(),
        plain.revision());
  }

  @Test
  void aStoreThatCannotBeReachedSaysSo() {
    for (Directory directory : unreachable()) {
      Shelf<User> users = directory.users();
      Keys keys = directory.keys();
      assertThrows(UncheckedIOException.class, () -> users.put(user("u")));
      assertThrows(UncheckedIOException.class, () -> users.find("u"));
      assertThrows(UncheckedIOException.class, () -> users.remove("u"));
      assertThrows(UncheckedIOException.class, () -> users.list(null, 1));
      assertThrows(UncheckedIOException.class, () -> keys.put(key("sk-1")));
      assertThrows(UncheckedIOException.class, () -> keys.findByAlias("a"));
      assertThrows(UncheckedIOException.class, () -> keys.remove(Sha256.hex("sk-1")));
      assertThrows(UncheckedIOException.class, () -> keys.ofUser("u", null, 1));
    }
  }

  private static List<Shelf<?>> shelves(Directory directory) {
    return List.of(directory.keys(), directory.users(), directory.teams(), directory.budgets());
  }

  private static long winners(Stream<Callable<Boolean>> calls) throws Exception {
    long won = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> call : threads.invokeAll(calls.toList())) {
        won += call.get() ? 1 : 0;
      }
    }
    return won;
  }
}
