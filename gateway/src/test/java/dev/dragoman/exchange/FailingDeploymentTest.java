package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Two deployments of one name, of which one fails in every way there is: no client sees it. {@code
 * -Drequests=10000} makes it more requests.
 */
final class FailingDeploymentTest {
  private static final int REQUESTS = Integer.getInteger("requests", 2_000);
  private static final int AT_ONCE = 16;

  @Test
  void noClientSeesTheFailingOne() throws Exception {
    AtomicInteger faults = new AtomicInteger();
    List<ChatScript> ways =
        List.of(
            ChatScript.status(500, "{}"),
            ChatScript.status(429, "{}"),
            ChatScript.noAnswer(),
            ChatScript.stream().cut(),
            ChatScript.stream().reset(),
            ChatScript.status(503, "{}"),
            ChatScript.stream().data("{nonsense"));
    ScriptedChatServer failing =
        ScriptedChatServer.start(_ -> ways.get(faults.getAndIncrement() % ways.size()));
    try (TrafficScene scene =
            new TrafficScene()
                .with("gpt-4o", "failing", failing)
                .with("well", TrafficScene.saying("Paris."));
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Recorded>> answers = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        int number = i;
        answers.add(clients.submit(() -> ask(scene, number)));
      }
      assertAllAnswered(answers);
      int seen = scene.asked("failing");
      assertTrue(seen > 0 && seen < REQUESTS / 4, () -> "the failing one was asked " + seen);
      System.out.println(
          REQUESTS
              + " requests, all answered; the failing deployment was asked "
              + seen
              + " times");
    }
  }

  private static Recorded ask(TrafficScene scene, int number) throws IOException {
    Headers session =
        number % 2 == 0
            ? Headers.EMPTY
            : Headers.of("x-claude-code-session-id", "session-" + number % 100);
    return scene.ask(number % 3 != 0, session, new Recorded());
  }

  private static void assertAllAnswered(List<Future<Recorded>> answers)
      throws InterruptedException, ExecutionException {
    for (Future<Recorded> answer : answers) {
      Recorded got = answer.get();
      assertEquals(200, got.status(), got::body);
      assertTrue(got.body().contains("Paris."), got::body);
      assertTrue(!got.body().contains("event: error"), got::body);
    }
  }
}
