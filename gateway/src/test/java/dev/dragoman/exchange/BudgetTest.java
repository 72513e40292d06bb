package dev.dragoman.exchange;

import static dev.dragoman.exchange.PaidScene.KEY;
import static dev.dragoman.exchange.PaidScene.dollars;
import static dev.dragoman.exchange.PaidScene.hash;
import static dev.dragoman.exchange.PaidScene.limits;
import static dev.dragoman.exchange.PaidScene.used;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.Limits;
import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ChatScripts;
import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.Accounts.Standing;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.Window;
import dev.dragoman.ledger.Windows;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Money is drawn before a provider is asked, and what was used is posted behind it. */
final class BudgetTest {
  /** Of 1,000 tokens in and 300 out, at $2.50 and $10 a million. */
  private static final long ONE = dollars("0.0055");

  private static Standing standing(PaidScene scene, String account) {
    return standing(scene, account, null);
  }

  private static Standing standing(PaidScene scene, String account, @Nullable String duration) {
    Window window = Windows.at(duration, Instant.now());
    return scene
        .store
        .accounts()
        .standing(new Account(account, "x", Measure.COST, window, Long.MAX_VALUE, 0));
  }

  private static Standing ofKey(PaidScene scene) {
    return standing(scene, "key/" + hash(KEY) + "/cost");
  }

  @Test
  void whatARequestCostStandsInItsRecordAndInTheAccount() throws IOException {
    try (PaidScene scene = new PaidScene(_ -> used(1_000, 300)).key(limits("1"))) {
      for (boolean stream : new boolean[] {true, false}) {
        UsageRecord record = scene.record(scene.ask(stream, 32_000));
        assertEquals(ONE, record.cost().provider());
        assertEquals(hash(KEY), record.payer().keyHash());
        assertEquals(List.of("blue"), record.payer().tags());
      }
      assertEquals(2 * ONE, ofKey(scene).used());
      assertEquals(0, ofKey(scene).reserved());
      assertEquals(List.of(), scene.store.ledger().overdue(Instant.MAX, 10));
    }
  }

  @Test
  void aKeyWithoutLimitsHoldsNothingAndIsPricedAllTheSame() throws IOException {
    try (PaidScene scene = new PaidScene(_ -> used(1_000, 300)).key(Limits.NONE)) {
      UsageRecord record = scene.record(scene.ask(true, 32_000));
      assertNull(record.hold());
      assertEquals(ONE, record.cost().provider());
    }
  }

  @Test
  void theOutputIsCutToWhatIsLeftAndThatIsSaid() throws IOException {
    try (PaidScene scene = new PaidScene(_ -> used(1_000, 300)).key(limits("0.02"))) {
      Recorded answer = scene.ask(true, 16_000);
      assertEquals(200, answer.status());
      int cap = scene.asked().getFirst().json().path("max_tokens").asInt();
      // Less what its input may cost at the most.
      assertTrue(cap > 1_500 && cap < 2_000, () -> "cap " + cap);
      assertTrue(answer.header("dragoman-notes").contains("max_tokens: clamped to " + cap));
    }
  }

  @Test
  void aSpentBudgetIsABillingErrorThatSaysWhenItResets() throws IOException {
    Limits daily = new Limits(dollars("0.007"), "1d", null, null, null, null, Map.of(), null);
    try (PaidScene scene = new PaidScene(_ -> used(1_000, 300)).key(daily)) {
      assertEquals(200, scene.ask(true, 300).status());
      Recorded refused = scene.ask(true, 300);
      assertEquals(429, refused.status());
      assertTrue(refused.body().contains("\"billing_error\""), refused::body);
      assertTrue(refused.body().contains("$0.0055 of $0.007"), refused::body);
      assertTrue(refused.body().contains("resets at 20"), refused::body);
      assertEquals("false", refused.header("x-should-retry"));
      long seconds = Long.parseLong(refused.header("retry-after"));
      assertTrue(seconds > 0 && seconds <= 86_400);
      assertEquals(1, scene.asked().size());
      assertFalse(scene.isRecorded(refused));
      Standing standing = standing(scene, "key/" + hash(KEY) + "/cost", "1d");
      assertEquals(ONE, standing.used());
      assertEquals(0, standing.reserved());
    }
  }

  @Test
  void aModelWithoutAPriceIsRefusedByNameAndOnlyWithinABudget() throws IOException {
    try (PaidScene scene = new PaidScene(_ -> used(10, 10)).key(limits("1"))) {
      scene.serve(Deployment.of("odd", "openai", "nobody-lists-this"));
      scene.key("sk-without-a-budget", Limits.NONE, null, null, List.of());
      Recorded refused = scene.ask(KEY, "odd", true, 100, Headers.EMPTY, new Recorded());
      assertEquals(400, refused.status());
      assertTrue(refused.body().contains("input_cost_per_token"), refused::body);
      assertEquals(0, scene.asked().size());
      Recorded served =
          scene.ask("sk-without-a-budget", "odd", true, 100, Headers.EMPTY, new Recorded());
      assertEquals(200, served.status());
      assertNull(scene.record(served).cost().provider());
      assertFalse(scene.record(served).cost().unpriced().isEmpty());
    }
  }

  @Test
  void whatNobodyAnsweredCostsNothing() throws IOException {
    try (PaidScene scene =
        new PaidScene(_ -> ChatScript.error(500, "server_error", null, "broke")).key(limits("1"))) {
      assertEquals(500, scene.ask(true, 32_000).status());
      assertEquals(0, ofKey(scene).used());
      assertEquals(0, ofKey(scene).reserved());
    }
  }

  @Test
  void anAnswerThatBreaksOffCostsWhatItHadUsed() throws IOException {
    try (PaidScene scene =
        new PaidScene(_ -> ChatScripts.cut("some words that were said")).key(limits("1"))) {
      UsageRecord record = scene.record(scene.ask(true, 32_000));
      assertEquals(UsageRecord.State.FAILED, record.state());
      assertEquals(Usage.Origin.ESTIMATED, record.usage().origin());
      assertNotNull(record.cost().provider());
      assertEquals(record.cost().provider(), ofKey(scene).used());
      assertEquals(0, ofKey(scene).reserved());
    }
  }

  @Test
  void aFailedAttemptThatHadUsedSomethingIsPaidToo() throws IOException {
    CountDownLatch first = new CountDownLatch(1);
    try (PaidScene scene =
        new PaidScene(_ -> {
          boolean failing = first.getCount() > 0;
          first.countDown();
          return failing ? ChatScript.stream().usage(1_000, 0, 0, 0).cut() : used(1_000, 300);
        })) {
      scene.key(limits("1"));
      scene.serve(Deployment.of("gpt-4o", "openai", "gpt-4o-2024-11-20"));
      Headers again = Headers.of("x-litellm-num-retries", "1");
      UsageRecord record =
          scene.record(scene.ask(KEY, "gpt-4o", true, 32_000, again, new Recorded()));
      assertEquals(200, record.status());
      assertEquals(1, record.replaced().size());
      assertEquals(record.cost().provider(), ofKey(scene).used());
    }
  }

  @Test
  void itsUserAndItsTeamPayToo() throws IOException {
    try (PaidScene scene = new PaidScene(_ -> used(1_000, 300))) {
      scene.user("bob", limits("1")).team("red", limits("0.007"));
      scene.key(KEY, limits("1"), "bob", "red", List.of());
      UsageRecord record = scene.record(scene.ask(true, 300));
      assertEquals("bob", record.payer().user());
      assertEquals("red", record.payer().team());
      for (String account : List.of("user/bob/cost", "team/red/cost")) {
        assertEquals(ONE, standing(scene, account).used(), account);
      }
      Recorded refused = scene.ask(true, 300);
      assertTrue(refused.body().contains("team red"), refused::body);
      for (String account : List.of("user/bob/cost", "team/red/cost")) {
        assertEquals(ONE, standing(scene, account).used(), account);
        assertEquals(0, standing(scene, account).reserved(), account);
      }
    }
  }

  @Test
  void requestsAMinuteAreARateLimit() throws IOException {
    Limits two = new Limits(null, null, null, 2L, null, null, Map.of(), null);
    try (PaidScene scene = new PaidScene(_ -> used(10, 10)).key(two)) {
      int served = 0;
      Recorded last = new Recorded();
      // A minute may end between two of them.
      for (int i = 0; i < 5 && last.status() != 429; i++) {
        last = scene.ask(true, 100);
        served += last.status() == 200 ? 1 : 0;
      }
      assertTrue(served >= 2);
      assertTrue(last.body().contains("rate_limit_error"), last::body);
      assertTrue(Long.parseLong(last.header("retry-after")) <= 60);
    }
  }

  @Test
  void whoWaitsForOthersGoesOnWhenTheyEnd() throws Exception {
    Limits one = new Limits(null, null, null, null, null, 1L, Map.of(), null);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (PaidScene scene =
            new PaidScene(_ -> {
              if (begun.getCount() > 0) {
                return ChatScript.stream()
                    .signal(begun)
                    .pause(go)
                    .text("ok")
                    .finish("stop")
                    .usage(1, 1, 0, 0)
                    .done();
              }
              return used(1, 1);
            });
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      scene.key(one);
      Future<Recorded> first = threads.submit(() -> scene.ask(true, 100));
      begun.await();
      Future<Recorded> second = threads.submit(() -> scene.ask(true, 100));
      Thread.sleep(200);
      assertEquals(1, scene.asked().size());
      go.countDown();
      assertEquals(200, first.get().status());
      assertEquals(200, second.get().status());
    }
  }

  @Test
  void manyAtOnceNeverOverrunAndNobodyIsRefusedWhatTheBudgetBears() throws Exception {
    int requests = 60;
    try (PaidScene scene = new PaidScene(_ -> used(1_000, 300));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Enough for all of them as they turn out, for few at a time as they ask.
      scene.key(limits("0.5"));
      List<Callable<Recorded>> calls = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        calls.add(() -> scene.ask(true, 16_000));
      }
      for (Future<Recorded> answer : threads.invokeAll(calls)) {
        assertEquals(200, answer.get().status(), () -> body(answer));
      }
      assertEquals(requests * ONE, ofKey(scene).used());
      assertEquals(0, ofKey(scene).reserved());
    }
  }

  private static String body(Future<Recorded> answer) {
    try {
      return answer.get().body();
    } catch (Exception e) {
      return e.toString();
    }
  }

  @Test
  void theStandingIsShownInTheHeadersThatClaudeCodeReads() throws IOException {
    Limits daily = new Limits(dollars("0.01"), "1d", null, null, null, null, Map.of(), null);
    try (PaidScene scene = new PaidScene(_ -> used(1_000, 100)).key(daily)) {
      Recorded first = scene.ask(true, 300);
      assertEquals("allowed", first.header("anthropic-ratelimit-unified-status"));
      assertEquals("0.00", first.header("anthropic-ratelimit-unified-overage-utilization"));
      assertEquals("0", first.header("x-litellm-key-spend"));
      scene.ask(true, 300);
      Recorded third = scene.ask(false, 300);
      assertEquals("0.70", third.header("anthropic-ratelimit-unified-overage-utilization"));
      assertEquals("0.007", third.header("x-litellm-key-spend"));
      assertEquals("0.0035", third.header("x-litellm-response-cost"));
      long reset = Long.parseLong(third.header("anthropic-ratelimit-unified-reset"));
      assertTrue(reset > Instant.now().getEpochSecond());
    }
  }

  @Test
  void aSoftBudgetOnlyWarns() throws IOException {
    Limits soft =
        new Limits(dollars("1"), null, dollars("0.005"), null, null, null, Map.of(), null);
    try (PaidScene scene = new PaidScene(_ -> used(1_000, 300)).key(soft)) {
      assertEquals("allowed", scene.ask(true, 300).header("anthropic-ratelimit-unified-status"));
      Recorded second = scene.ask(true, 300);
      assertEquals(200, second.status());
      assertEquals("allowed_warning", second.header("anthropic-ratelimit-unified-status"));
    }
  }

  @Test
  void aSessionHasACapOfItsOwn() throws IOException {
    Limits session = new Limits(null, null, null, null, null, null, Map.of(), dollars("0.007"));
    try (PaidScene scene = new PaidScene(_ -> used(1_000, 300)).key(session)) {
      Headers one = Headers.of("x-claude-code-session-id", "s1", "x-claude-code-agent-id", "a1");
      Headers two = Headers.of("x-claude-code-session-id", "s2");
      Recorded first = scene.ask(KEY, "gpt-4o", true, 300, one, new Recorded());
      assertEquals("s1", scene.record(first).payer().session());
      assertEquals("a1", scene.record(first).payer().agent());
      assertEquals(429, scene.ask(KEY, "gpt-4o", true, 300, one, new Recorded()).status());
      assertEquals(200, scene.ask(KEY, "gpt-4o", true, 300, two, new Recorded()).status());
    }
  }

  @Test
  void aKeyMayAskForItsModelsAloneAndUnderItsOwnNames() throws IOException {
    try (PaidScene scene = new PaidScene(_ -> used(1, 1))) {
      scene.serve(Deployment.of("other", "openai", "gpt-4o"));
      scene.key(KEY, Limits.NONE, null, null, List.of("gpt-4o", "mine"));
      assertEquals(200, scene.ask(KEY, "mine", true, 10, Headers.EMPTY, new Recorded()).status());
      Recorded refused = scene.ask(KEY, "other", true, 10, Headers.EMPTY, new Recorded());
      assertEquals(403, refused.status());
      assertTrue(refused.body().contains("permission_error"), refused::body);
      assertEquals(1, scene.asked().size());
      assertFalse(scene.get(KEY, "/v1/models").body().contains("\"other\""));
    }
  }

  @Test
  void aClientThatLeavesPaysForWhatWasSaid() throws IOException {
    try (PaidScene scene =
        new PaidScene(
                _ -> ChatScript.stream().text("one ").text("two ").inPieces(40).finish("stop"))
            .key(limits("1"))) {
      Recorded leaving = new Recorded(1);
      try {
        scene.ask(KEY, "gpt-4o", true, 32_000, Headers.EMPTY, leaving);
      } catch (IOException _) {
        // It has gone.
      }
      UsageRecord record = scene.record(leaving);
      assertEquals(UsageRecord.State.CANCELLED, record.state());
      assertEquals(record.cost().provider(), ofKey(scene).used());
      assertEquals(0, ofKey(scene).reserved());
    }
  }
}
