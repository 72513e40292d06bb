package dev.dragoman.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.Limits.ModelLimits;
import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.Window;
import dev.dragoman.ledger.Windows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which accounts a request counts in. */
final class AllowancesTest {
  private static final Instant NOW = Instant.parse("2026-11-25T16:17:18Z");
  private static final long CHANGED = People.THEN.toEpochMilli();
  private static final VirtualKey KEY = People.key("sk-test-of-limits-wxyz");
  private static final String SCOPE = "key/" + KEY.id();

  @Test
  void nothingIsCountedWhereNothingIsLimited() {
    Caller free = People.caller(KEY, People.user("bob"), People.team("red"));
    assertSame(List.of(), Allowances.of(free, "gpt-4o", "s1", Policy.DEFAULT, NOW));
    assertSame(List.of(), Allowances.of(Caller.master("00"), "gpt-4o", "s1", Policy.DEFAULT, NOW));
  }

  @Test
  void everyLimitIsAnAccount() {
    Limits all =
        new Limits(
            1L, "1d", null, 2L, 3L, 4L, Map.of("gpt-4o", new ModelLimits(5L, "1h", 6L, 7L)), 8L);
    Caller caller = People.caller(People.with(KEY, all, null), null, null);
    Policy policy = new Policy(9L, "1mo", 10L, false, true, List.of(), false);
    Window day = Windows.at("1d", NOW);
    Window hour = Windows.at("1h", NOW);
    Window month = Windows.at("1mo", NOW);
    Window minute = Windows.minute(NOW);
    String key = "key sk-...wxyz";
    String model = "key sk-...wxyz for gpt-4o";
    String session = "session s1 of key sk-...wxyz";
    assertEquals(
        List.of(
            new Account(SCOPE + "/cost", key, Measure.COST, day, 1, CHANGED),
            new Account(SCOPE + "/requests", key, Measure.REQUESTS, minute, 2, CHANGED),
            new Account(SCOPE + "/tokens", key, Measure.TOKENS, minute, 3, CHANGED),
            new Account(SCOPE + "/parallel", key, Measure.PARALLEL, Window.ALWAYS, 4, CHANGED),
            new Account(SCOPE + "/model/gpt-4o/cost", model, Measure.COST, hour, 5, CHANGED),
            new Account(
                SCOPE + "/model/gpt-4o/requests", model, Measure.REQUESTS, minute, 6, CHANGED),
            new Account(SCOPE + "/model/gpt-4o/tokens", model, Measure.TOKENS, minute, 7, CHANGED),
            new Account(
                "session/" + KEY.id() + "/s1/cost",
                session,
                Measure.COST,
                Window.ALWAYS,
                8,
                CHANGED),
            new Account("all/cost", "the whole gateway", Measure.COST, month, 9, 0)),
        Allowances.of(caller, "gpt-4o", "s1", policy, NOW));
  }

  /** Every one of the key, the user and the team with every limit or without. */
  @Test
  void eachLimitOfEachOwnerIsThereIfItIsSetAndNotElse() {
    int limits = 6;
    for (int set = 0; set < 1 << limits; set++) {
      for (int owners = 0; owners < 8; owners++) {
        Limits some = some(set);
        VirtualKey key =
            People.of(People.with(KEY, (owners & 1) == 0 ? Limits.NONE : some, null), "bob", "red");
        User user =
            People.user(
                "bob",
                Role.INTERNAL_USER,
                List.of(),
                (owners & 2) == 0 ? Limits.NONE : some,
                false);
        Team team =
            People.team("red", List.of(), Map.of(), (owners & 4) == 0 ? Limits.NONE : some, false);
        Set<String> expected = new HashSet<>();
        for (String scope : List.of(SCOPE, "user/bob", "team/red")) {
          if ((owners & (1 << List.of(SCOPE, "user/bob", "team/red").indexOf(scope))) != 0) {
            expect(scope, set, expected);
          }
        }
        if (owners != 0 && (set & 32) != 0) {
          expected.add("session/" + KEY.id() + "/s1/cost");
        }
        assertEquals(
            expected,
            ids(Allowances.of(People.caller(key, user, team), "gpt-4o", "s1", Policy.DEFAULT, NOW)),
            "limits " + set + " of " + owners);
      }
    }
  }

  private static Limits some(int set) {
    return new Limits(
        (set & 1) == 0 ? null : 1L,
        null,
        null,
        (set & 2) == 0 ? null : 2L,
        (set & 4) == 0 ? null : 3L,
        (set & 8) == 0 ? null : 4L,
        (set & 16) == 0 ? Map.of() : Map.of("gpt-4o", new ModelLimits(5L, null, null, null)),
        (set & 32) == 0 ? null : 6L);
  }

  private static void expect(String scope, int set, Set<String> expected) {
    List<String> names = List.of("cost", "requests", "tokens", "parallel", "model/gpt-4o/cost");
    for (String name : names) {
      if ((set & (1 << names.indexOf(name))) != 0) {
        expected.add(scope + "/" + name);
      }
    }
  }

  @Test
  void theMasterKeyCountsInTheWholeGatewaysAccountAlone() {
    Policy policy = new Policy(9L, null, 10L, false, true, List.of(), false);
    assertEquals(
        Set.of("all/cost"), ids(Allowances.of(Caller.master("00"), "gpt-4o", "s1", policy, NOW)));
  }

  @Test
  void ofSeveralCapsOfASessionTheLowestHolds() {
    Caller caller =
        People.caller(
            People.with(KEY, People.session(30), null),
            People.user("bob", Role.INTERNAL_USER, List.of(), People.session(20), false),
            null);
    assertEquals(20, only(caller, Policy.DEFAULT).limit());
    assertEquals(10, only(caller, capped(10)).limit());
    assertEquals(20, only(caller, capped(40)).limit());
    assertEquals(7, only(People.caller(KEY, null, null), capped(7)).limit());
    assertEquals(List.of(), Allowances.of(caller, "gpt-4o", null, capped(10), NOW));
    assertEquals(List.of(), Allowances.of(caller, "gpt-4o", " ", capped(10), NOW));
  }

  @Test
  void nobodySpendsTheBudgetOfAnothersSession() {
    VirtualKey other = People.key("sk-another-key-of-test");
    assertNotEquals(
        only(People.caller(KEY, null, null), capped(7)).id(),
        only(People.caller(other, null, null), capped(7)).id());
  }

  @Test
  void aModelHasTheLimitsOfItsNameElseOfTheMostSpecificWildcard() {
    ModelLimits any = new ModelLimits(1L, null, null, null);
    Limits limits =
        People.models(
            Map.of(
                "gpt-4o", any, "gpt-*", any, "gpt-4*", any, "*", any, "azure/*", any, "g*-4*",
                any));
    Caller caller = People.caller(People.with(KEY, limits, null), null, null);
    assertEquals("model/gpt-4o/cost", model(caller, "gpt-4o"));
    assertEquals("model/gpt-4o/cost", model(caller, "openai/gpt-4o"));
    assertEquals("model/gpt-4*/cost", model(caller, "gpt-4.1"));
    assertEquals("model/gpt-*/cost", model(caller, "gpt-5"));
    assertEquals("model/azure%2f*/cost", model(caller, "azure/x"));
    assertEquals("model/*/cost", model(caller, "claude-opus"));
  }

  @Test
  void whatLimitsTheWholeGatewayHasTheRevisionOfItsSetting() {
    Policy policy = new Policy(1L, null, null, false, true, List.of(), false, 77);
    List<Account> accounts = Allowances.of(Caller.master("00"), "m", null, policy, NOW);
    assertEquals(Allowances.cost(policy, NOW), accounts.getFirst());
    assertEquals(77, accounts.getFirst().revision());
  }

  @Test
  void aSoftBudgetAloneIsCountedAndRefusesNothing() {
    Limits soft = new Limits(null, "1d", 5L, null, null, null, Map.of(), null);
    Account account = only(People.caller(People.with(KEY, soft, null), null, null), Policy.DEFAULT);
    assertEquals(Allowances.UNLIMITED, account.limit());
    assertTrue(account.limit() - Long.MAX_VALUE / 8 > 0);
  }

  @Test
  void whoseLimitChangedLaterHasTheHigherRevision() {
    Instant later = People.THEN.plusSeconds(1);
    Instant last = People.THEN.plusSeconds(2);
    Budget old = People.budget("old", People.monthly(3), People.THEN);
    Budget changed = People.budget("old", People.monthly(4), later);
    VirtualKey moved =
        new VirtualKey(
            KEY.id(),
            KEY.name(),
            null,
            null,
            null,
            List.of(),
            Map.of(),
            Limits.NONE,
            "other",
            null,
            false,
            List.of(),
            Map.of(),
            Map.of(),
            "master",
            People.THEN,
            last,
            2);
    Budget other = People.budget("other", People.monthly(1), People.THEN);
    List<Long> revisions =
        List.of(
            Quota.of(KEY, old).revision(),
            Quota.of(KEY, changed).revision(),
            Quota.of(moved, other).revision());
    assertEquals(revisions.stream().sorted().distinct().toList(), revisions);
  }

  @Test
  void idsOfDifferentOwnersModelsAndSessionsNeverCollide() {
    Random random = new Random(20261125);
    Set<List<String>> parts = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      List<String> some = new ArrayList<>();
      int count = 1 + random.nextInt(3);
      for (int part = 0; part < count; part++) {
        some.add(odd(random));
      }
      parts.add(List.copyOf(some));
    }
    Set<String> names = new HashSet<>();
    for (List<String> each : parts) {
      String name = AccountName.of(each.toArray(String[]::new));
      assertTrue(names.add(name), () -> "twice: " + name);
      assertTrue(name.chars().allMatch(c -> c > 0x20 && c < 0x7f), name);
      assertTrue(name.length() <= 3 * 201, name);
    }
  }

  @Test
  void aLongNameIsKeptApartFromItsHash() {
    String longName = "a".repeat(500);
    String name = AccountName.of("user", longName);
    assertTrue(name.matches("user/~[0-9a-f]{64}"), name);
    assertNotEquals(name, AccountName.of("user", name.substring("user/".length())));
    assertNotEquals(name, AccountName.of("user", longName + "a"));
  }

  /** Short, from few characters, so that what could collide does. */
  private static String odd(Random random) {
    String letters = "a/%2fu~\u0000 é\ud83d\ude00\ud800#|";
    StringBuilder odd = new StringBuilder();
    int length = random.nextInt(5);
    for (int i = 0; i < length; i++) {
      odd.append(letters.charAt(random.nextInt(letters.length())));
    }
    return odd.toString();
  }

  private static Policy capped(long nanos) {
    return new Policy(null, null, nanos, false, true, List.of(), false);
  }

  private static Account only(Caller caller, Policy policy) {
    List<Account> accounts = Allowances.of(caller, "gpt-4o", "s1", policy, NOW);
    assertEquals(1, accounts.size(), accounts::toString);
    return accounts.getFirst();
  }

  private static @Nullable String model(Caller caller, String model) {
    List<Account> accounts = Allowances.of(caller, model, null, Policy.DEFAULT, NOW);
    assertEquals(1, accounts.size(), accounts::toString);
    return accounts.getFirst().id().substring(SCOPE.length() + 1);
  }

  private static Set<String> ids(List<Account> accounts) {
    Set<String> ids = new HashSet<>();
    accounts.forEach(account -> assertTrue(ids.add(account.id()), account::toString));
    return ids;
  }
}
