package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.ChatScript;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.routing.NewestRequests;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a client hears while a provider says nothing, and what a provider hears of a client. */
final class SilentProviderTest {
  private static final String PING = "event: ping\ndata: {\"type\":\"ping\"}\n\n";
  private static final Duration OFTEN = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMillis(900);
  private static final Headers ONCE = Headers.of("x-litellm-num-retries", "0");

  @Test
  void pingsComeBeforeTheFirstContent() throws IOException {
    try (TrafficScene scene =
        new TrafficScene()
            .with("a", ChatScript.stream().pause(LONG).text("Paris.").finish("stop").done())
            .settings(TrafficScene.pinging(OFTEN))) {
      Recorded answer = scene.ask(true);
      assertEquals(200, answer.status());
      assertTrue(answer.body().startsWith(PING + PING), answer::body);
      assertTrue(answer.body().indexOf("message_start") > answer.body().lastIndexOf(PING));
      assertTrue(
          answer.body().endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"));
      assertEquals(State.COMPLETED, scene.record(answer).state());
    }
  }

  @Test
  void pingsComeInTheMiddleToo() throws IOException {
    try (TrafficScene scene =
        new TrafficScene()
            .with(
                "a", ChatScript.stream().text("Par").pause(LONG).text("is.").finish("stop").done())
            .settings(TrafficScene.pinging(OFTEN))) {
      String body = scene.ask(true).body();
      int par = body.indexOf("\"Par\"");
      int is = body.indexOf("\"is.\"");
      assertTrue(par > 0 && body.indexOf(PING, par) > 0 && body.indexOf(PING, par) < is, body);
      assertFalse(body.substring(0, par).contains(PING), body);
    }
  }

  @Test
  void aQuickRefusalKeepsItsStatus() throws IOException {
    try (TrafficScene scene =
        new TrafficScene()
            .with("a", ChatScript.status(400, "{\"error\":{\"message\":\"wrong\"}}"))
            .settings(TrafficScene.pinging(Duration.ofSeconds(60)))) {
      Recorded answer = scene.ask(true);
      assertEquals(400, answer.status());
      assertFalse(answer.body().contains("event:"));
    }
  }

  @Test
  void aPassingFaultAfterPingsIsOneThatMakesTheClientAskForAStreamAgain() throws IOException {
    try (TrafficScene scene =
        new TrafficScene()
            .with("a", ChatScript.stream().pause(LONG).errorEvent("rate_limit_error", "slow down"))
            .settings(TrafficScene.pinging(OFTEN))) {
      Recorded answer = scene.ask(true, ONCE, new Recorded());
      assertEquals(200, answer.status());
      assertTrue(answer.body().startsWith(PING), answer::body);
      assertTrue(answer.body().contains("event: error"), answer::body);
      assertTrue(answer.body().contains("\"type\":\"overloaded_error\""), answer::body);
      assertTrue(answer.body().contains("slow down"), answer::body);
      assertFalse(answer.body().contains("message_start"), answer::body);
      assertEquals(State.FAILED, scene.record(answer).state());
      assertEquals(429, scene.record(answer).status());
    }
  }

  @Test
  void anotherAttemptIsPossibleAfterPings() throws IOException {
    try (TrafficScene scene =
        new TrafficScene()
            .with("a", ChatScript.stream().pause(LONG).cut(), TrafficScene.saying("Paris."))
            .settings(TrafficScene.pinging(OFTEN))) {
      Recorded answer = scene.ask(true);
      assertTrue(answer.body().startsWith(PING), answer::body);
      assertTrue(answer.body().contains("Paris."), answer::body);
      assertFalse(answer.body().contains("event: error"), answer::body);
      assertEquals(1, scene.record(answer).replaced().size());
    }
  }

  @Test
  void anUpstreamThatStallsIsEndedAlthoughPingsGo() throws IOException {
    try (TrafficScene scene =
        new TrafficScene()
            .impatient("a", LONG, ChatScript.stream().pause(Duration.ofSeconds(30)).text("never"))
            .settings(TrafficScene.pinging(OFTEN))) {
      Recorded answer = scene.ask(true, ONCE, new Recorded());
      assertTrue(answer.body().startsWith(PING), answer::body);
      assertTrue(answer.body().contains("sent no content in time"), answer::body);
    }
  }

  @Test
  void aClientThatLeavesInSilenceIsNoticedByAPing() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    try (TrafficScene scene =
        new TrafficScene()
            .with("a", ChatScript.stream().text("Par").pause(released).text("is."))
            .settings(TrafficScene.pinging(OFTEN))) {
      Recorded leaving = new Recorded(1);
      assertThrows(IOException.class, () -> scene.ask(true, Headers.EMPTY, leaving));
      assertEquals(State.CANCELLED, scene.record(leaving).state());
      assertEquals(1L, scene.record(leaving).usage().output());
      released.countDown();
    }
  }

  @Test
  void aNewerRequestOfTheConversationEndsTheOlder() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    try (TrafficScene scene =
        new TrafficScene()
            .with(
                "a",
                ChatScript.stream().text("Par").pause(released).text("is."),
                TrafficScene.saying("London."))
            .newest(new Newest())) {
      Headers session = Headers.of("x-claude-code-session-id", "s1");
      Recorded older = new Recorded();
      Thread asking = asking(scene, session, older);
      while (!older.body().contains("Par")) {
        Thread.sleep(20);
      }
      assertTrue(scene.ask(true, session, new Recorded()).body().contains("London."));
      assertTrue(asking.join(Duration.ofSeconds(30)));
      assertTrue(older.body().contains("event: error"), older::body);
      assertTrue(older.body().contains("a newer request"), older::body);
      assertEquals(State.CANCELLED, scene.record(older).state());
      released.countDown();
    }
  }

  private static Thread asking(TrafficScene scene, Headers headers, Recorded answer) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            scene.ask(true, headers, answer);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void aRequestIsLookedForOnlyAfterSomeSecondsAndEverMoreRarely() throws Exception {
    Newest newest = new Newest();
    long start = System.nanoTime();
    Succession watched = succession(newest, "one");
    newest.awaitBegun();
    assertFalse(watched.due(start + TimeUnit.SECONDS.toNanos(9)));
    assertTrue(watched.due(start + TimeUnit.SECONDS.toNanos(12)));
    watched.beat();
    long looked = System.nanoTime();
    assertFalse(watched.due(looked + TimeUnit.SECONDS.toNanos(19)));
    assertTrue(watched.due(looked + TimeUnit.SECONDS.toNanos(21)));
  }

  private static Succession succession(NewestRequests newest, String id) {
    Succession watched =
        Succession.of(
            newest,
            Headers.of("x-claude-code-session-id", "s"),
            dev.dragoman.messages.RequestReader.read(
                "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            id,
            Instant.EPOCH,
            () -> {});
    return java.util.Objects.requireNonNull(watched);
  }

  private static final class Newest implements NewestRequests {
    private final Map<String, String> kept = new ConcurrentHashMap<>();
    private final CountDownLatch begun = new CountDownLatch(1);

    void awaitBegun() throws InterruptedException {
      assertTrue(begun.await(10, TimeUnit.SECONDS));
      Thread.sleep(50);
    }

    @Override
    public void begin(String conversation, String requestId, Instant start) {
      kept.put(conversation, requestId);
      begun.countDown();
    }

    @Override
    public Optional<String> newest(String conversation) {
      return Optional.ofNullable(kept.get(conversation));
    }
  }
}
