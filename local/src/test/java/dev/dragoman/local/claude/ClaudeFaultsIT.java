package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.ChatRequest;
import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ChatScripts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Claude Code goes on by itself when its only provider fails for a while; or says why it cannot.
 */
final class ClaudeFaultsIT {
  /** So that the client sees every fault of the provider's. */
  private static final String NO_RETRIES = "num_retries: 0";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", NO_RETRIES})
  void aRateLimitIsWaitedOut(String router) throws Exception {
    try (ScriptedDeployment upstream =
            ScriptedDeployment.playing(ChatScripts.rateLimited(2), ChatScripts.text("All well."));
        FaultScene scene = FaultScene.before(folder, router, upstream.lines())) {
      assertEquals("All well.", scene.run("is all well?").answer());
      assertEquals(2, upstream.requests().size());
      Duration pause = upstream.pauseAfter(0);
      assertTrue(pause.compareTo(Duration.ofMillis(1_900)) > 0, pause::toString);
      upstream.assertClean();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 529})
  void aProviderThatFailsOnceIsAskedAgain(int status) throws Exception {
    try (ScriptedDeployment upstream =
            ScriptedDeployment.playing(busy(status), ChatScripts.text("All well."));
        FaultScene scene = FaultScene.before(folder, "", upstream.lines())) {
      assertEquals("All well.", scene.run("is all well?").answer());
      assertEquals(2, upstream.requests().size());
      upstream.assertClean();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 529})
  void aProviderThatIsBusyForLongerThanTheGatewayTriesIsAskedAgainByTheClient(int status)
      throws Exception {
    ChatScript busy = busy(status);
    try (ScriptedDeployment upstream =
            ScriptedDeployment.playing(busy, busy, ChatScripts.text("All well."));
        FaultScene scene = FaultScene.before(folder, NO_RETRIES, upstream.lines())) {
      ClaudeCode.Run run = scene.run("is all well?");
      assertEquals("All well.", run.answer());
      List<Integer> told =
          run.told("api_retry").stream().map(each -> each.path("error_status").intValue()).toList();
      assertEquals(List.of(529, 529), told);
    }
  }

  private static ChatScript busy(int status) {
    return ChatScript.error(status, "server_error", null, "The server is busy");
  }

  @ParameterizedTest
  @MethodSource("endingsBeforeContent")
  void aStreamThatBreaksBeforeItsContentIsAskedForAgain(ChatScript broken) throws Exception {
    try (ScriptedDeployment upstream =
            ScriptedDeployment.playing(broken, ChatScripts.text("All well."));
        FaultScene scene = FaultScene.before(folder, "", upstream.lines())) {
      assertEquals("All well.", scene.run("is all well?").answer());
      assertEquals(2, upstream.requests().size());
      upstream.assertClean();
    }
  }

  static Stream<Named<ChatScript>> endingsBeforeContent() {
    return Stream.of(
        Named.of("no answer", ChatScript.noAnswer().cut()),
        Named.of("reset before the answer", ChatScript.noAnswer().reset()),
        Named.of("cut after the headers", ChatScript.bareStream().cut()),
        Named.of("cut after the role", ChatScript.stream().cut()),
        Named.of("reset after the role", ChatScript.stream().reset()),
        Named.of("ended after the role", ChatScript.stream()),
        Named.of(
            "an error after the role", ChatScript.stream().errorEvent("server_error", "it broke")));
  }

  @ParameterizedTest
  @MethodSource("endingsInTheMiddle")
  void aTextThatBreaksOffIsNotTakenForTheAnswer(ChatScript broken) throws Exception {
    try (ScriptedDeployment upstream =
            ScriptedDeployment.playing(broken, ChatScripts.text("All well."));
        FaultScene scene = FaultScene.before(folder, "", upstream.lines())) {
      ClaudeCode.Run run = scene.run("is all well?");
      assertEquals("All well.", run.answer());
      List<String> shown =
          run.blocks("text").stream().map(block -> block.path("text").asString("")).toList();
      assertEquals(List.of("All well."), shown);
      assertEquals(2, upstream.requests().size());
      upstream.assertClean();
    }
  }

  static Stream<Named<ChatScript>> endingsInTheMiddle() {
    ChatScript begun = ChatScript.stream().text("All is ").text("going to");
    return Stream.of(
        Named.of("cut", begun.cut()),
        Named.of("reset", begun.reset()),
        Named.of("ended without a reason", begun),
        Named.of("an error event", begun.errorEvent("server_error", "it broke")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCallThatBreaksOffIsNeverMade(boolean textBefore) throws Exception {
    ChatScript begun = textBefore ? ChatScript.stream().text("I make it.") : ChatScript.stream();
    ChatScript broken =
        begun
            .toolStart(0, "call_half", "Bash")
            .toolArgs(0, "{\"command\":\"touch half")
            .toolArgs(0, "-made\",")
            .reset();
    ChatScript whole =
        ChatScripts.call(
            "call_whole", "Bash", DialectScene.json(Map.of("command", "touch whole-made")));
    try (ScriptedDeployment upstream =
            ScriptedDeployment.playing(broken, whole, ChatScripts.text("It is made."));
        FaultScene scene = FaultScene.before(folder, "", upstream.lines())) {
      assertEquals("It is made.", scene.run("make it").answer());
      assertTrue(Files.exists(scene.claude().work().resolve("whole-made")));
      assertFalse(Files.exists(scene.claude().work().resolve("half-made")));
      upstream.assertClean();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void aRevokedKeyIsToldAtOnce(int status) throws Exception {
    try (ScriptedDeployment upstream = ScriptedDeployment.playing(revoked(status));
        FaultScene scene = FaultScene.before(folder, "", upstream.lines())) {
      long started = System.nanoTime();
      ClaudeCode.Run run = scene.claude().run("is all well?");
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      assertTrue(run.failed());
      assertTrue(run.answer().contains("openai"), run::answer);
      assertTrue(run.answer().contains("key"), run::answer);
      // the user's own login is not what is wrong
      assertFalse(run.answer().contains("/login"), run::answer);
      assertEquals(List.of(), run.told("api_retry"));
      // a secret may be read again once
      assertTrue(upstream.requests().size() <= 2, () -> upstream.requests().size() + " requests");
      assertTrue(took.compareTo(Duration.ofSeconds(30)) < 0, took::toString);
      assertTrue(scene.gateway().log().contains("key"), scene.gateway()::log);
      assertFalse(scene.gateway().log().contains("sk-upstream"), scene.gateway()::log);
    }
  }

  static ChatScript revoked(int status) {
    return ChatScript.error(
        status, "invalid_request_error", "invalid_api_key", "The api key was revoked");
  }

  /** A session in which every third request fails, as a user meets it on a bad day. */
  @Test
  void aSessionGetsThroughABadDay() throws Exception {
    int turns = 6;
    List<ChatScript> faults =
        List.of(
            ChatScripts.rateLimited(1),
            busy(503),
            ChatScript.stream().text("Half").reset(),
            ChatScript.noAnswer().reset());
    int[] asked = {0};
    try (ScriptedDeployment upstream =
            ScriptedDeployment.of(request -> {
              int number = asked[0]++;
              return number % 3 == 1
                  ? faults.get(number / 3 % faults.size())
                  : counting(request, turns);
            });
        FaultScene scene = FaultScene.before(folder, "", upstream.lines())) {
      assertEquals("Counted.", scene.run("count").answer());
      assertEquals(
          List.of("0", "1", "2", "3", "4", "5"),
          Files.readAllLines(scene.claude().work().resolve("count.txt")));
      upstream.assertClean();
    }
  }

  /** A call for each turn, then a text. */
  static ChatScript counting(ChatRequest request, int turns) {
    List<JsonNode> results = request.messages("tool");
    int done = results.size();
    return done == turns
        ? ChatScripts.text("Counted.")
        : ChatScripts.call(
            "call_" + done,
            "Bash",
            DialectScene.json(Map.of("command", "echo " + done + " >> count.txt")));
  }
}
