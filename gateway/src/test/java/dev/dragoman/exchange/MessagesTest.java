package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ChatScripts;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import dev.dragoman.messages.Usage.Origin;
import dev.dragoman.provider.Deployment;
import dev.dragoman.store.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One request's story, with a real connection to a scripted provider. */
final class MessagesTest {
  @Test
  void aStreamIsPassedOnAndSettled() throws IOException {
    try (Scene scene = Scene.answering(ChatScripts.text("Paris."))) {
      Recorded answer = scene.ask(true);
      assertEquals(200, answer.status());
      assertEquals("text/event-stream; charset=utf-8", answer.header("content-type"));
      assertTrue(
          answer.body().endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"));
      assertTrue(answer.closed());
      UsageRecord record = scene.record(answer);
      assertEquals(State.COMPLETED, record.state());
      assertEquals(Origin.REPORTED, record.usage().origin());
      assertEquals("gpt-4o", record.modelServed());
      assertEquals(200, record.status());
      scene.upstream().assertClean();
    }
  }

  @Test
  void theFirstTextGoesOutBeforeTheSecondHasCome() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    ChatScript script =
        ChatScript.stream()
            .text("first")
            .pause(goOn)
            .text("second")
            .finish("stop")
            .usage(9, 2, 0, 0)
            .done();
    try (Scene scene = Scene.answering(script)) {
      Recorded answer = new Recorded();
      Thread asking =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  scene.ask(true, answer);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      while (!answer.body().contains("first")) {
        assertTrue(asking.isAlive());
        Thread.onSpinWait();
      }
      assertFalse(answer.body().contains("second"));
      goOn.countDown();
      asking.join(Duration.ofSeconds(20));
      assertTrue(answer.body().contains("second"));
    }
  }

  @Test
  void aClientThatAsksForNoStreamGetsTheFoldOfTheSameEvents() throws IOException {
    try (Scene scene = Scene.answering(ChatScripts.text("Paris."))) {
      Recorded answer = scene.ask(false);
      assertEquals("application/json", answer.header("content-type"));
      assertTrue(answer.body().contains("\"text\":\"Paris.\""), answer::body);
      assertTrue(scene.upstream().requests().getFirst().asksForStream());
    }
  }

  @Test
  void aProviderThatAnswersWithOneDocumentIsReadAllTheSame() throws IOException {
    try (Scene scene =
        Scene.answering(ChatScript.json(ChatScripts.text("Paris.").whole("gpt-4o").toString()))) {
      Recorded answer = scene.ask(true);
      assertTrue(answer.body().contains("\"text\":\"Paris.\""), answer::body);
      assertTrue(answer.body().contains("event: message_stop"));
    }
  }

  @Test
  void whatWasLeftOutIsSaidInTheAnswerAndInTheRecord() throws IOException {
    try (Scene scene = Scene.answering(ChatScripts.text("Paris."))) {
      Recorded answer = scene.ask(true);
      assertEquals("top_k: not supported by openai, left out", answer.header("dragoman-notes"));
      assertEquals(
          List.of("top_k: not supported by openai, left out"), scene.record(answer).notes());
    }
  }

  @Test
  void aStreamThatIsCutBecomesAnErrorEventAndNeverAnEnd() throws IOException {
    try (Scene scene = Scene.answering(ChatScript.stream().text("Par").cut())) {
      Recorded answer = scene.ask(true);
      assertTrue(answer.body().contains("\"text\":\"Par\""));
      assertTrue(answer.body().contains("event: error\ndata: {\"type\":\"error\""));
      assertFalse(answer.body().contains("message_delta"));
      assertFalse(answer.body().contains("message_stop"));
      UsageRecord record = scene.record(answer);
      assertEquals(State.FAILED, record.state());
      assertEquals(Origin.ESTIMATED, record.usage().origin());
    }
  }

  @Test
  void aStreamThatJustEndsIsCutToo() throws IOException {
    try (Scene scene = Scene.answering(ChatScripts.unfinished("Par"))) {
      Recorded answer = scene.ask(true);
      assertTrue(answer.body().contains("event: error"), answer::body);
      assertFalse(answer.body().contains("message_stop"));
    }
  }

  @Test
  void anErrorInTheMiddleKeepsItsType() throws IOException {
    ChatScript script =
        ChatScript.stream()
            .text("Par")
            .data("{\"error\":{\"message\":\"overloaded\",\"code\":\"503\"}}");
    try (Scene scene = Scene.answering(script)) {
      Recorded answer = scene.ask(true);
      assertTrue(answer.body().contains("\"type\":\"overloaded_error\""), answer::body);
    }
  }

  @Test
  void aCutBeforeAnyContentIsAnErrorWithAStatus() throws IOException {
    try (Scene scene = Scene.answering(ChatScript.noAnswer().cut())) {
      Recorded answer = scene.ask(true);
      assertEquals(500, answer.status());
      assertTrue(answer.body().contains("\"type\":\"api_error\""), answer::body);
      assertEquals(Usage.MISSING, scene.record(answer).usage());
    }
  }

  @Test
  void aProviderThatIsSilentForTooLongIsATimeout() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    ChatScript silent = ChatScript.stream().pause(never).text("late").done();
    try (Scene scene = Scene.answering(silent)) {
      Deployment impatient =
          new Deployment(
              "i",
              "impatient",
              "openai",
              "gpt-4o",
              scene.upstream().baseUrl(),
              new SecretRef("sk-upstream"),
              Map.of(),
              300L,
              null,
              null,
              null,
              Map.of(),
              Deployment.Origin.CONFIG);
      try (Scene patient = Scene.with(List.of(impatient))) {
        Recorded answer =
            patient.post(
                "/v1/messages",
                """
                {"model": "impatient", "max_tokens": 9, "stream": true,
                 "messages": [{"role": "user", "content": "hello"}]}\
                """);
        assertEquals(504, answer.status());
        assertTrue(answer.body().contains("timeout_error"), answer::body);
      }
      never.countDown();
    }
  }

  @Test
  void aClientThatLeavesIsRecordedWithWhatWasUsed() throws IOException {
    ChatScript script =
        ChatScript.stream()
            .text("one")
            .pause(Duration.ofMillis(100))
            .text("two")
            .pause(Duration.ofMillis(100))
            .text("three")
            .finish("stop")
            .usage(9, 3, 0, 0)
            .done();
    try (Scene scene = Scene.answering(script)) {
      Recorded answer = new Recorded(1);
      assertThrows(IOException.class, () -> scene.ask(true, answer));
      UsageRecord record = scene.record(answer);
      assertEquals(State.CANCELLED, record.state());
      assertEquals(Origin.ESTIMATED, record.usage().origin());
    }
  }

  @Test
  void brokenToolInputIsPassedOnInAStreamAndRefusedInADocument() throws IOException {
    ChatScript script =
        ChatScript.stream()
            .tool(0, "call_1", "look", "{\"where\": ")
            .finish("tool_calls")
            .usage(9, 3, 0, 0)
            .done();
    try (Scene scene = Scene.answering(script, script)) {
      Recorded streamed = scene.ask(true);
      assertTrue(streamed.body().contains("{\\\"where\\\": "), streamed::body);
      assertTrue(scene.record(streamed).notes().toString().contains("not whole"));
      Recorded whole = scene.ask(false);
      assertEquals(500, whole.status());
      assertTrue(whole.body().contains("not a JSON object"), whole::body);
    }
  }

  @Test
  void aStoreThatFailsDoesNotFailTheRequest(@TempDir Path directory) throws IOException {
    SqliteStore closed = SqliteStore.open(directory.resolve("store.db"));
    closed.close();
    try (Scene scene = Scene.with(closed.ledger(), ChatScripts.text("Paris."))) {
      assertTrue(scene.ask(true).body().contains("message_stop"));
    }
  }

  @Test
  void usageThatNobodyStatedIsEstimatedAndSaysSo() throws IOException {
    ChatScript script = ChatScript.stream().text("four tokens, about").finish("stop").done();
    try (Scene scene = Scene.answering(script)) {
      Recorded answer = scene.ask(true);
      UsageRecord record = scene.record(answer);
      assertEquals(Origin.ESTIMATED, record.usage().origin());
      assertEquals(5L, record.usage().output());
      assertNull(record.usage().cacheRead());
      assertTrue(record.notes().contains("usage: not reported by the provider, estimated"));
    }
  }

  @Test
  void whatCannotBeLeftOutIsRefusedByName() throws IOException {
    try (Scene scene = Scene.answering()) {
      Recorded answer =
          scene.post(
              "/v1/messages",
              """
              {"model": "gpt-4o", "max_tokens": 9, "safeguards": {"a": 1},
               "messages": [{"role": "user", "content": "hello"}]}\
              """);
      assertEquals(400, answer.status());
      assertTrue(answer.body().contains("safeguards is not supported"), answer::body);
    }
  }

  @Test
  void theFirstEventSaysAboutHowManyTokensTheRequestHas() throws IOException {
    try (Scene scene = Scene.answering(ChatScripts.text("Paris."))) {
      String start = scene.ask(true).body().lines().skip(1).findFirst().orElseThrow();
      assertTrue(start.contains("\"message_start\""), start);
      assertTrue(start.contains("\"usage\":{\"input_tokens\":6,"), start);
    }
  }

  /** Azure answers a prompt that its filter stops with 400, where Anthropic has a stop reason. */
  @Test
  void aPromptThatAFilterStopsIsARefusal() throws IOException {
    String error =
        """
        {"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's\
         content management policy.","type":null,"param":"prompt","code":"content_filter",\
        "status":400,"innererror":{"code":"ResponsibleAIPolicyViolation",\
        "content_filter_result":{"jailbreak":{"filtered":true,"detected":true}}}}}\
        """;
    try (Scene scene =
        Scene.answering(ChatScript.status(400, error), ChatScript.status(400, error))) {
      Recorded streamed = scene.ask(true);
      assertEquals(200, streamed.status());
      assertTrue(streamed.body().contains("\"stop_reason\":\"refusal\""), streamed::body);
      assertTrue(streamed.body().contains("event: message_stop"), streamed::body);
      assertTrue(
          streamed.header("dragoman-notes").contains("stopped by the content filter of openai"));
      assertEquals(Origin.ESTIMATED, scene.record(streamed).usage().origin());
      Recorded whole = scene.ask(false);
      assertTrue(whole.body().contains("\"stop_reason\":\"refusal\""), whole::body);
    }
  }

  @Test
  void aKeyThatTheProviderQuotesIsMaskedWhateverItLooksLike() throws IOException {
    String error = "{\"error\":{\"message\":\"bad: Bearer plain-upstream-key, really\"}}";
    try (Scene scene = Scene.answering(ChatScript.status(400, error))) {
      Recorded answer = scene.ask(true);
      assertEquals(400, answer.status());
      assertTrue(answer.body().contains("bad: Bearer ***, really"), answer::body);
      assertFalse(scene.record(answer).toString().contains("plain-upstream"));
    }
  }

  @Test
  void aPageOrARedirectSaysThatTheAddressIsWrong() throws IOException {
    ChatScript page =
        ChatScript.status(200, "<html>Sign in</html>").header("content-type", "text/html");
    ChatScript redirect =
        ChatScript.status(302, "").header("location", "http://elsewhere.invalid/");
    try (Scene scene = Scene.answering(page, redirect)) {
      Recorded first = scene.ask(true);
      assertTrue(first.body().contains("an HTML page: check api_base"), first::body);
      assertEquals("false", first.header("x-should-retry"));
      Recorded second = scene.ask(true);
      assertTrue(second.body().contains("HTTP 302: check api_base"), second::body);
      assertEquals("false", second.header("x-should-retry"));
    }
  }

  @Test
  void aDocumentSaysInItsHeaderThatItsUsageIsEstimated() throws IOException {
    ChatScript script = ChatScript.stream().text("four tokens, about").finish("stop").done();
    try (Scene scene = Scene.answering(script)) {
      assertTrue(scene.ask(false).header("dragoman-notes").contains("usage: not reported"));
    }
  }
}
