package dev.dragoman.store;

import static dev.dragoman.store.AccountSamples.ALWAYS;
import static dev.dragoman.store.AccountSamples.JANUARY;
import static dev.dragoman.store.AccountSamples.account;
import static dev.dragoman.store.AccountSamples.drawn;
import static dev.dragoman.store.AccountSamples.figures;
import static dev.dragoman.store.AccountSamples.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Accounts.Draw;
import dev.dragoman.ledger.Accounts.Outcome;
import dev.dragoman.ledger.Accounts.Posting;
import dev.dragoman.ledger.Accounts.Standing;
import dev.dragoman.ledger.Window;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is true of accounts wherever they are kept. */
abstract class AccountsContract {
  /** Accounts that nobody drew from. */
  abstract Accounts accounts();

  /** Accounts whose store cannot be reached; none if that cannot be. */
  abstract List<Accounts> unreachable();

  /** How many operations {@link #whateverIsDoneTheFiguresAreThoseOfAModel} makes. */
  abstract int operations();

  @Test
  void anAccountThatNobodyDrewFromHasAllOfItsLimit() {
    Account account = account("key/a/cost", 100);
    assertEquals(new Standing(account, 0, 0), accounts().standing(account));
    assertEquals(100, accounts().standing(account).left());
  }

  @Test
  void whatIsDrawnIsReservedAndWhatIsPostedIsUsed() {
    Accounts accounts = accounts();
    Account account = account("key/a/cost", 100);
    Outcome outcome = accounts.draw("r", List.of(new Draw(account, 70)));
    assertEquals(new Outcome.Drawn(List.of(new Standing(account, 0, 70))), outcome);
    assertEquals(new Standing(account, 0, 70), accounts.standing(account));
    accounts.post("r", List.of(posting(account, 12)));
    assertEquals(new Standing(account, 12, 0), accounts.standing(account));
  }

  @Test
  void drawingFromNothingComesToNothing() {
    Accounts accounts = accounts();
    assertEquals(new Outcome.Drawn(List.of()), accounts.draw("r", List.of()));
    accounts.post("r", List.of());
  }

  @Test
  void allOfALimitCanBeDrawnAndNotOneMore() {
    Accounts accounts = accounts();
    Account account = account("a", 100);
    assertEquals(figures(0, 100), drawn(accounts, "one", account, 100));
    assertEquals(figures(0, 100), refused(accounts, "two", account, 1));
    assertEquals(new Standing(account, 0, 100), accounts.standing(account));
    Account other = account("b", 100);
    assertEquals(figures(0, 0), refused(accounts, "one", other, 101));
    assertEquals(figures(0, 100), drawn(accounts, "one", other, 100));
  }

  @Test
  void drawingAgainForAReservationChangesNothing() {
    Accounts accounts = accounts();
    Account account = account("a", 100);
    for (int i = 0; i < 3; i++) {
      assertEquals(figures(0, 60), drawn(accounts, "r", account, 60));
    }
    drawn(accounts, "other", account, 40);
    assertEquals(figures(0, 100), drawn(accounts, "r", account, 60));
  }

  @Test
  void postingAgainChangesNothing() {
    Accounts accounts = accounts();
    Account account = account("a", 100);
    drawn(accounts, "r", account, 60);
    for (int used : List.of(30, 30, 50)) {
      accounts.post("r", List.of(posting(account, used)));
      assertEquals(new Standing(account, 30, 0), accounts.standing(account));
    }
  }

  @Test
  void postingForAReservationThatIsNotThereChangesNothing() {
    Accounts accounts = accounts();
    Account account = account("a", 100);
    accounts.post("r", List.of(posting(account, 5)));
    assertEquals(new Standing(account, 0, 0), accounts.standing(account));
    drawn(accounts, "other", account, 10);
    for (Long held : new Long[] {null, 10L, 0L}) {
      accounts.post("r", List.of(new Posting("a", ALWAYS.id(), 5, held)));
      assertEquals(new Standing(account, 0, 10), accounts.standing(account));
    }
  }

  @Test
  void postingNeedNotKnowWhatIsHeld() {
    Accounts accounts = accounts();
    Account account = account("a", 100);
    long used = 0;
    for (Long held : new Long[] {null, 10L, 0L, 11L}) {
      drawn(accounts, "r", account, 10);
      accounts.post("r", List.of(new Posting("a", ALWAYS.id(), 3, held)));
      used += 3;
      assertEquals(new Standing(account, used, 0), accounts.standing(account));
    }
  }

  @Test
  void aReservationThatWasPostedCanBeDrawnForAgain() {
    Accounts accounts = accounts();
    Account account = account("a", 100);
    drawn(accounts, "r", account, 60);
    accounts.post("r", List.of(posting(account, 0)));
    assertEquals(figures(0, 80), drawn(accounts, "r", account, 80));
    accounts.post("r", List.of(posting(account, 7)));
    assertEquals(new Standing(account, 7, 0), accounts.standing(account));
  }

  @Test
  void aReservationGrowsAndShrinks() {
    Accounts accounts = accounts();
    Account account = account("a", 100);
    drawn(accounts, "r", account, 40);
    for (int i = 0; i < 2; i++) {
      Outcome grown = accounts.draw("r", List.of(new Draw(account, 90, 40)));
      assertEquals(new Outcome.Drawn(List.of(new Standing(account, 0, 90))), grown);
    }
    Outcome tooMuch = accounts.draw("r", List.of(new Draw(account, 101, 90)));
    assertEquals(new Outcome.Refused(new Standing(account, 0, 90), 101), tooMuch);
    assertEquals(figures(0, 90), drawn(accounts, "r", account, 40));
    accounts.draw("r", List.of(new Draw(account, 30, 90)));
    assertEquals(new Standing(account, 0, 30), accounts.standing(account));
    accounts.post("r", List.of(posting(account, 30)));
    assertEquals(new Standing(account, 30, 0), accounts.standing(account));
  }

  @Test
  void aReservationThatHasEndedDoesNotGrow() {
    Accounts accounts = accounts();
    Account account = account("a", 100);
    assertThrows(
        IllegalStateException.class, () -> accounts.draw("r", List.of(new Draw(account, 9, 5))));
    drawn(accounts, "r", account, 5);
    accounts.post("r", List.of(posting(account, 1)));
    assertThrows(
        IllegalStateException.class, () -> accounts.draw("r", List.of(new Draw(account, 9, 5))));
    assertEquals(new Standing(account, 1, 0), accounts.standing(account));
  }

  @Test
  void aRefusalLeavesNothingOnAnyAccount() {
    Accounts accounts = accounts();
    Account rich = account("rich", 1_000);
    Account poor = account("poor", 10);
    Account other = account("other", 1_000);
    drawn(accounts, "before", rich, 5);
    List<Draw> draws = List.of(new Draw(rich, 50), new Draw(poor, 50), new Draw(other, 50));
    Outcome refused = accounts.draw("r", draws);
    assertEquals(new Outcome.Refused(new Standing(poor, 0, 0), 50), refused);
    assertEquals(new Standing(rich, 0, 5), accounts.standing(rich));
    assertEquals(new Standing(poor, 0, 0), accounts.standing(poor));
    assertEquals(new Standing(other, 0, 0), accounts.standing(other));
    accounts.post("r", draws.stream().map(draw -> posting(draw.account(), 3)).toList());
    assertEquals(new Standing(rich, 0, 5), accounts.standing(rich));
  }

  @Test
  void theFirstOfThoseThatRefuseIsTold() {
    Accounts accounts = accounts();
    List<Draw> draws =
        List.of(
            new Draw(account("a", 10), 5),
            new Draw(account("b", 4), 5),
            new Draw(account("c", 3), 5));
    Outcome.Refused refused = (Outcome.Refused) accounts.draw("r", draws);
    assertEquals("b", refused.standing().account().id());
  }

  @Test
  void growingThatIsRefusedLeavesWhatWasHeld() {
    Accounts accounts = accounts();
    Account rich = account("rich", 1_000);
    Account poor = account("poor", 10);
    accounts.draw("r", List.of(new Draw(rich, 8), new Draw(poor, 8)));
    Outcome refused = accounts.draw("r", List.of(new Draw(rich, 80, 8), new Draw(poor, 80, 8)));
    assertEquals(new Outcome.Refused(new Standing(poor, 0, 8), 80), refused);
    assertEquals(new Standing(rich, 0, 8), accounts.standing(rich));
    assertEquals(new Standing(poor, 0, 8), accounts.standing(poor));
  }

  @Test
  void aRefusalTakesBackWhatAnEarlierTryHadDrawn() {
    Accounts accounts = accounts();
    Account rich = account("rich", 1_000);
    Account poor = account("poor", 10);
    drawn(accounts, "r", rich, 80);
    Outcome refused = accounts.draw("r", List.of(new Draw(rich, 80), new Draw(poor, 80)));
    assertEquals(new Outcome.Refused(new Standing(poor, 0, 0), 80), refused);
    assertEquals(new Standing(rich, 0, 0), accounts.standing(rich));
  }

  @Test
  void windowsCountEachForItself() {
    Accounts accounts = accounts();
    Account january = account("a", Measure.COST, JANUARY, 100, 1);
    Window next = new Window("2026-02-01T00:00:00Z", Instant.parse("2026-03-01T00:00:00Z"));
    Account february = account("a", Measure.COST, next, 100, 1);
    drawn(accounts, "r", january, 100);
    assertEquals(figures(0, 100), drawn(accounts, "r", february, 100));
    accounts.post("r", List.of(posting(january, 90)));
    assertEquals(new Standing(january, 90, 0), accounts.standing(january));
    assertEquals(new Standing(february, 0, 100), accounts.standing(february));
  }

  @Test
  void moreCanBeUsedThanTheLimitAndThenNothingIsDrawn() {
    Accounts accounts = accounts();
    Account account = account("a", 100);
    drawn(accounts, "r", account, 90);
    accounts.post("r", List.of(posting(account, 250)));
    Standing standing = accounts.standing(account);
    assertEquals(-150, standing.left());
    assertFalse(standing.bears(0));
    assertEquals(figures(250, 0), refused(accounts, "r2", account, 1));
    assertEquals(figures(250, 0), refused(accounts, "r2", account, 0));
  }

  @Test
  void aLimitOfNothingBearsNothing() {
    Accounts accounts = accounts();
    Account account = account("a", 0);
    assertEquals(figures(0, 0), refused(accounts, "r", account, 1));
    assertEquals(figures(0, 0), refused(accounts, "r", account, 1));
    assertEquals(figures(0, 0), drawn(accounts, "r", account, 0));
  }

  @Test
  void aReservationOfNothingCountsWhatWasUsed() {
    Accounts accounts = accounts();
    Account account = account("a", 100);
    drawn(accounts, "r", account, 0);
    assertEquals(figures(0, 30), drawn(accounts, "r", account, 30));
    drawn(accounts, "s", account, 0);
    accounts.post("s", List.of(posting(account, 7)));
    assertEquals(new Standing(account, 7, 30), accounts.standing(account));
  }

  @Test
  void aLaterRevisionRaisesAndLowersTheLimit() {
    Accounts accounts = accounts();
    Account first = account("a", 100, 1);
    Account raised = account("a", 150, 2);
    Account lowered = account("a", 80, 3);
    drawn(accounts, "one", first, 60);
    accounts.post("one", List.of(posting(first, 50)));
    drawn(accounts, "two", first, 40);
    assertEquals(figures(50, 40), refused(accounts, "three", first, 50));
    assertEquals(figures(50, 90), drawn(accounts, "three", raised, 50));
    assertEquals(new Standing(raised, 50, 90), accounts.standing(raised));
    assertEquals(figures(50, 90), refused(accounts, "four", lowered, 0));
    assertEquals(-60, accounts.standing(lowered).left());
    accounts.post("three", List.of(posting(first, 0)));
    accounts.post("two", List.of(posting(first, 0)));
    assertEquals(figures(50, 30), drawn(accounts, "four", lowered, 30));
    assertEquals(figures(50, 30), refused(accounts, "five", lowered, 1));
  }

  @Test
  void whoKnowsAnOldRevisionIsHeldToTheNewerLimit() {
    Accounts accounts = accounts();
    Account old = account("a", 100, 1);
    Account lowered = account("a", 50, 2);
    drawn(accounts, "one", old, 20);
    drawn(accounts, "two", lowered, 20);
    Outcome refused = accounts.draw("three", List.of(new Draw(old, 20)));
    assertEquals(new Outcome.Refused(new Standing(lowered, 0, 40), 20), refused);
    assertEquals(new Standing(lowered, 0, 40), accounts.standing(old));
    Account raised = account("a", 500, 3);
    assertEquals(new Standing(raised, 0, 40), accounts.standing(raised));
    drawn(accounts, "four", raised, 200);
    assertEquals(figures(0, 440), drawn(accounts, "five", old, 200));
  }

  @Test
  void aRefusalTellsTheNewerLimitToo() {
    Accounts accounts = accounts();
    refused(accounts, "r", account("a", 10, 2), 11);
    assertEquals(figures(0, 0), refused(accounts, "r", account("a", 100, 1), 11));
    drawn(accounts, "r", account("b", 100, 1), 50);
    refused(accounts, "s", account("b", 60, 2), 11);
    refused(accounts, "s", account("b", 100, 1), 11);
  }

  @Test
  void whatIsDoneAtATimeIsGivenBack() {
    Accounts accounts = accounts();
    Account two = account("key/a/parallel", Measure.PARALLEL, ALWAYS, 2, 1);
    for (int i = 0; i < 20; i++) {
      drawn(accounts, "even" + i, two, 1);
      drawn(accounts, "odd" + i, two, 1);
      refused(accounts, "third" + i, two, 1);
      accounts.post("even" + i, List.of(posting(two, 0)));
      accounts.post("odd" + i, List.of(posting(two, 0)));
    }
    assertEquals(new Standing(two, 0, 0), accounts.standing(two));
  }

  @Test
  void whatWasUsedCanBeSet() {
    Accounts accounts = accounts();
    Account account = account("a", 100);
    accounts.set(account, 30);
    assertEquals(new Standing(account, 30, 0), accounts.standing(account));
    drawn(accounts, "r", account, 70);
    accounts.set(account, 0);
    accounts.set(account, 0);
    assertEquals(new Standing(account, 0, 70), accounts.standing(account));
    Account raised = account("a", 200, 2);
    accounts.set(raised, 150);
    assertEquals(new Standing(raised, 150, 70), accounts.standing(account));
    accounts.post("r", List.of(posting(account, 5)));
    assertEquals(new Standing(raised, 155, 0), accounts.standing(account));
  }

  @Test
  void theLimitHoldsExactlyWhoeverDrawsAtTheSameTime() throws Exception {
    Accounts accounts = accounts();
    Account key = account("key/a/cost", 1_000);
    Account team = account("team/t/cost", 730);
    List<Callable<Integer>> spenders = new ArrayList<>();
    AtomicLong most = new AtomicLong();
    for (int i = 0; i < 64; i++) {
      String name = "spender" + i + "/";
      spenders.add(() -> {
        int won = 0;
        for (int n = 0; n < 16; n++) {
          Outcome outcome = accounts.draw(name + n, List.of(new Draw(key, 1), new Draw(team, 1)));
          if (outcome instanceof Outcome.Drawn standings) {
            won++;
            standings.standings().forEach(s -> most.accumulateAndGet(-s.left(), Math::max));
          }
        }
        return won;
      });
    }
    int won = together(spenders).stream().mapToInt(Integer::intValue).sum();
    assertTrue(won <= 730, () -> "overrun: " + most);
    assertTrue(most.get() <= 0, () -> "overrun by " + most);
    assertEquals(new Standing(key, 0, won), accounts.standing(key));
    assertEquals(new Standing(team, 0, won), accounts.standing(team));
    // One that is being refused by the team may keep another from the key, but not the last.
    for (int n = 0; n < 730 - won; n++) {
      accounts.draw("rest" + n, List.of(new Draw(key, 1), new Draw(team, 1)));
    }
    assertEquals(new Standing(team, 0, 730), accounts.standing(team));
    assertEquals(figures(0, 730), refused(accounts, "one-more", team, 1));
  }

  @Test
  void onOneAccountNobodyIsRefusedWhatItBears() throws Exception {
    Accounts accounts = accounts();
    Account account = account("a", 640);
    List<Callable<Integer>> spenders = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String name = "spender" + i + "/";
      spenders.add(() -> {
        int won = 0;
        for (int n = 0; n < 12; n++) {
          if (accounts.draw(name + n, List.of(new Draw(account, 1))) instanceof Outcome.Drawn) {
            accounts.post(name + n, List.of(new Posting("a", ALWAYS.id(), 1, 1L)));
            won++;
          }
        }
        return won;
      });
    }
    assertEquals(640, together(spenders).stream().mapToInt(Integer::intValue).sum());
    assertEquals(new Standing(account, 640, 0), accounts.standing(account));
  }

  @Test
  void repetitionsAtTheSameTimeCountOnce() throws Exception {
    Accounts accounts = accounts();
    Account account = account("a", 100);
    List<Callable<Outcome>> draws = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      draws.add(() -> accounts.draw("r", List.of(new Draw(account, 30))));
    }
    together(draws).forEach(outcome -> assertTrue(outcome instanceof Outcome.Drawn));
    assertEquals(new Standing(account, 0, 30), accounts.standing(account));
    List<Callable<Boolean>> posts = new ArrayList<>();
    LongStream.range(0, 16)
        .forEach(i ->
            posts.add(() -> {
              accounts.post("r", List.of(posting(account, 7)));
              return true;
            }));
    together(posts);
    assertEquals(new Standing(account, 7, 0), accounts.standing(account));
  }

  @Test
  void limitsChangeWhileOthersDraw() throws Exception {
    Accounts accounts = accounts();
    List<Callable<Integer>> spenders = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      int number = i;
      spenders.add(() -> {
        for (int n = 0; n < 8; n++) {
          Account told = account("a", n == 7 ? 100 : 100 + 10L * n, n + 1);
          accounts.draw("r" + number + "/" + n, List.of(new Draw(told, 3)));
        }
        return 0;
      });
    }
    together(spenders);
    Standing standing = accounts.standing(account("a", 7, 1));
    assertEquals(100, standing.account().limit());
    assertEquals(8, standing.account().revision());
    assertEquals(0, standing.used());
    assertTrue(standing.reserved() <= 160 && standing.reserved() >= 99, standing::toString);
  }

  @Test
  void anyTextNamesAnAccountAndAReservation() {
    Accounts accounts = accounts();
    String odd = "größe/🜁 '\"; -- #r :amount [0].x \u0001\n";
    List<String> names =
        List.of(odd, "r_1", "left", "limit", "#r", "a.b", "x".repeat(2_000), odd.repeat(60));
    for (String name : names) {
      Account account = account(name, 100);
      for (String reservation : names) {
        drawn(accounts, reservation, account, 10);
      }
      assertEquals(new Standing(account, 0, 80), accounts.standing(account), name);
      for (String reservation : names) {
        accounts.post(reservation, List.of(posting(account, 1)));
        accounts.post(reservation, List.of(posting(account, 1)));
      }
      assertEquals(new Standing(account, 8, 0), accounts.standing(account), name);
    }
  }

  @Test
  void largeFiguresAreExact() {
    Accounts accounts = accounts();
    long much = 4_000_000_000_000_000_001L;
    Account account = account("a", 2 * much);
    drawn(accounts, "one", account, much);
    accounts.post("one", List.of(posting(account, much - 1)));
    drawn(accounts, "two", account, much);
    assertEquals(new Standing(account, much - 1, much), accounts.standing(account));
    assertEquals(1, accounts.standing(account).left());
  }

  @Test
  void whatMakesNoSenseIsRefusedAndChangesNothing() {
    Accounts accounts = accounts();
    Account account = account("a", 100);
    for (List<Draw> draws :
        List.of(
            List.of(new Draw(account, -1)),
            List.of(new Draw(account, 1, -1)),
            List.of(new Draw(account("a", -1), 1)),
            List.of(new Draw(account, 1), new Draw(account, 2)))) {
      assertThrows(IllegalArgumentException.class, () -> accounts.draw("r", draws));
    }
    for (List<Posting> postings :
        List.of(List.of(posting(account, -1)), List.of(posting(account, 1), posting(account, 2)))) {
      assertThrows(IllegalArgumentException.class, () -> accounts.post("r", postings));
    }
    assertThrows(IllegalArgumentException.class, () -> accounts.set(account, -1));
    assertEquals(new Standing(account, 0, 0), accounts.standing(account));
  }

  @Test
  void whateverIsDoneTheFiguresAreThoseOfAModel() {
    new AccountsModel(7).follow(accounts(), operations());
  }

  @Test
  void aStoreThatCannotBeReachedSaysSo() {
    Account account = account("a", 100);
    List<Draw> draws = List.of(new Draw(account, 1), new Draw(account("b", 100), 1));
    for (Accounts accounts : unreachable()) {
      assertThrows(UncheckedIOException.class, () -> accounts.draw("r", draws));
      assertThrows(
          UncheckedIOException.class, () -> accounts.post("r", List.of(posting(account, 1))));
      assertThrows(UncheckedIOException.class, () -> accounts.standing(account));
      assertThrows(UncheckedIOException.class, () -> accounts.set(account, 1));
    }
  }

  static Posting posting(Account account, long used) {
    return new Posting(account.id(), account.window().id(), used);
  }

  static <T> List<T> together(List<Callable<T>> calls) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> call : threads.invokeAll(calls)) {
        results.add(call.get());
      }
    }
    return results;
  }
}
