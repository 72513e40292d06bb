package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ChatScripts;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage.Origin;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Until the client has been told of content, an attempt that fails is replaced by another. */
final class ReplacedAttemptsTest {
  static Stream<Arguments> faultsBeforeContent() {
    return Stream.of(
        Arguments.of("429", ChatScripts.rateLimited(30)),
        Arguments.of("500", ChatScript.status(500, "{\"error\":{\"message\":\"broken\"}}")),
        Arguments.of("401", ChatScript.status(401, "{\"error\":{\"message\":\"bad key\"}}")),
        Arguments.of("no answer", ChatScript.noAnswer()),
        Arguments.of("cut before content", ChatScript.stream().cut()),
        Arguments.of("reset before content", ChatScript.stream().reset()),
        Arguments.of("ends before content", ChatScript.stream()),
        Arguments.of("error event", ChatScript.stream().errorEvent("server_error", "oops")),
        Arguments.of("no JSON", ChatScript.stream().data("{nonsense")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faultsBeforeContent")
  void aFaultBeforeContentIsNotSeen(String name, ChatScript fault) throws IOException {
    for (boolean stream : new boolean[] {true, false}) {
      try (TrafficScene scene =
          new TrafficScene().with("a", fault).with("b", TrafficScene.saying("Paris."))) {
        boolean replaced = false;
        for (int i = 0; !replaced && i < 20; i++) {
          Recorded answer = scene.ask(stream, session(i), new Recorded());
          assertEquals(200, answer.status());
          assertTrue(answer.body().contains("Paris."), answer::body);
          assertFalse(answer.body().contains("error"), answer::body);
          assertEquals("b", answer.header("x-litellm-model-id"));
          replaced = answer.header("x-litellm-attempted-retries").equals("1");
          if (replaced) {
            UsageRecord record = scene.record(answer);
            assertEquals(State.COMPLETED, record.state());
            assertEquals("b", record.deployment());
            assertEquals(
                List.of("a"),
                record.replaced().stream().map(UsageRecord.Attempt::deployment).toList());
          }
        }
        assertTrue(replaced, "the failing one was never asked first");
      }
    }
  }

  private static Headers session(int number) {
    return Headers.of("x-claude-code-session-id", "session-" + number);
  }

  @Test
  void aFaultAfterContentIsAnErrorEvent() throws IOException {
    try (TrafficScene scene =
        new TrafficScene()
            .with("a", ChatScript.stream().text("Par").cut())
            .with("b", ChatScript.stream().text("Par").cut())) {
      Recorded answer = scene.ask(true);
      assertTrue(answer.body().contains("\"text\":\"Par\""));
      assertTrue(answer.body().contains("event: error"));
      assertFalse(answer.body().contains("message_stop"));
      assertEquals(1, scene.asked("a") + scene.asked("b"));
      assertEquals(State.FAILED, scene.record(answer).state());
    }
  }

  @Test
  void anAnswerInOnePieceIsReplacedEvenWhenItBreaksInItsMiddle() throws IOException {
    try (TrafficScene scene =
        new TrafficScene()
            .with("a", ChatScript.stream().text("Lon").cut(), TrafficScene.saying("Paris."))) {
      Recorded answer = scene.ask(false);
      assertEquals(200, answer.status());
      assertTrue(answer.body().contains("Paris."));
      assertFalse(answer.body().contains("Lon"));
      UsageRecord record = scene.record(answer);
      assertEquals(1, record.replaced().size());
      assertEquals(Origin.ESTIMATED, record.replaced().getFirst().usage().origin());
      assertEquals(Origin.REPORTED, record.usage().origin());
    }
  }

  @Test
  void whenAllFailTheClientSeesTheTrueStatus() throws IOException {
    try (TrafficScene scene =
        new TrafficScene()
            .with("a", ChatScripts.rateLimited(40))
            .with("b", ChatScripts.rateLimited(40))) {
      Recorded answer = scene.ask(true);
      assertEquals(429, answer.status());
      assertEquals("40", answer.header("retry-after"));
      assertTrue(answer.body().contains("rate_limit_error"), answer::body);
      UsageRecord record = scene.record(answer);
      assertEquals(State.FAILED, record.state());
      assertEquals(429, record.status());
      assertEquals(Origin.MISSING, record.usage().origin());
    }
  }

  @Test
  void aRequestThatOneTargetCannotCarryGoesToAnother() throws IOException {
    String pdf =
        """
        {"model": "gpt-4o", "max_tokens": 100, "messages": [{"role": "user", "content": [
          {"type": "document", "source": {"type": "base64", "media_type": "application/pdf",
           "data": "JVBERi0xLjQ="}}]}]}\
        """;
    try (TrafficScene scene =
        new TrafficScene()
            .with("no-files", TrafficScene.saying("never"))
            .withProvider("no-files", "groq")
            .with("files", TrafficScene.saying("Paris."))) {
      for (int i = 0; i < 8; i++) {
        Recorded answer = scene.post(pdf, session(i), new Recorded());
        assertEquals(200, answer.status(), answer::body);
        assertEquals("files", answer.header("x-litellm-model-id"));
      }
      assertEquals(0, scene.asked("no-files"));
    }
  }

  @Test
  void headersOfTheRequestGoBeforeTheSettings() throws IOException {
    try (TrafficScene scene =
        new TrafficScene().with("a", ChatScript.status(500, "{}"), TrafficScene.saying("Paris."))) {
      Headers none = Headers.of("x-litellm-num-retries", "0");
      assertEquals(500, scene.ask(true, none, new Recorded()).status());
      assertEquals(200, scene.ask(true).status());
      Headers odd = Headers.of("x-litellm-timeout", "soon");
      Recorded refused = scene.ask(true, odd, new Recorded());
      assertEquals(400, refused.status());
      assertTrue(refused.body().contains("x-litellm-timeout"), refused::body);
    }
  }

  @Test
  void aCallersOwnIdComesBack() throws IOException {
    try (TrafficScene scene = new TrafficScene().with("a", TrafficScene.saying("Paris."))) {
      Headers id = Headers.of("x-litellm-call-id", "call-77");
      assertEquals("call-77", scene.ask(true, id, new Recorded()).header("x-litellm-call-id"));
      assertTrue(scene.ask(true).header("x-litellm-call-id").startsWith("req_"));
    }
  }

  @Test
  void aModelStandsInForAnother() throws IOException {
    try (TrafficScene scene =
        new TrafficScene()
            .with("a", ChatScript.status(500, "{}"))
            .with("spare", "s", ScriptedChatServer.answering(TrafficScene.saying("Paris.")))
            .settings(TrafficScene.fallingBack(Map.of("gpt-4o", List.of("spare"))))) {
      Recorded answer = scene.ask(true);
      assertEquals(200, answer.status());
      assertEquals("s", answer.header("x-litellm-model-id"));
      assertEquals("1", answer.header("x-litellm-attempted-fallbacks"));
      assertTrue(answer.body().contains("\"model\":\"gpt-4o\""), answer::body);
      assertEquals("s", scene.record(answer).deployment());
    }
  }

  @Test
  void anAnswerWhoseContentIsLateIsReplaced() throws IOException {
    try (TrafficScene scene =
        new TrafficScene()
            .impatient(
                "slow",
                Duration.ofMillis(300),
                ChatScript.stream().raw(": waiting\n\n").pause(Duration.ofSeconds(20)).text("no"))
            .settings(TrafficScene.fallingBack(Map.of("gpt-4o", List.of("spare"))))
            .with("spare", "s", ScriptedChatServer.answering(TrafficScene.saying("Paris.")))) {
      Recorded answer = scene.ask(true, Headers.of("x-litellm-num-retries", "0"), new Recorded());
      assertTrue(answer.body().contains("Paris."), answer::body);
      assertTrue(scene.record(answer).replaced().getFirst().error().startsWith("timeout_error"));
    }
  }
}
