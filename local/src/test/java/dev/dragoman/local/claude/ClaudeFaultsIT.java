package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ChatScripts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Claude Code goes on by itself when its only provider fails for a while; or says why it cannot.
 */
final class ClaudeFaultsIT {
  /** So that the client sees every fault of the provider's that its user could see. */
  static final String NO_RETRIES = "num_retries: 0";

  @TempDir private Path folder;

  /** What is over before any content. */
  private static List<Named<ChatScript>> beforeContent() {
    return List.of(
        Named.of("429", ChatScripts.rateLimited(2)),
        Named.of("500", busy(500)),
        Named.of("503", busy(503)),
        Named.of("529", busy(529)),
        Named.of("no answer", ChatScript.noAnswer().cut()),
        Named.of("reset before the answer", ChatScript.noAnswer().reset()),
        Named.of("cut after the headers", ChatScript.bareStream().cut()),
        Named.of("reset after the role", ChatScript.stream().reset()),
        Named.of("ended after the role", ChatScript.stream()),
        Named.of(
            "an error after the role", ChatScript.stream().errorEvent("server_error", "it broke")));
  }

  /** What breaks off in its content. */
  private static List<Named<ChatScript>> inContent() {
    ChatScript begun = ChatScript.stream().text("All is ").text("going to");
    ChatScript call = ChatScript.stream();
    ChatScript said = ChatScript.stream().text("I make it.");
    return List.of(
        Named.of("cut in a text", begun.cut()),
        Named.of("reset in a text", begun.reset()),
        Named.of("a text ended without a reason", begun),
        Named.of("an error event in a text", begun.errorEvent("server_error", "it broke")),
        Named.of("reset in a call", half(call).reset()),
        Named.of("reset in a call behind a text", half(said).reset()));
  }

  private static ChatScript half(ChatScript begun) {
    return begun
        .toolStart(0, "call_half", "Bash")
        .toolArgs(0, "{\"command\":\"touch half")
        .toolArgs(0, "-made\",");
  }

  private static ChatScript busy(int status) {
    return ChatScript.error(status, "server_error", null, "The server is busy");
  }

  @ParameterizedTest(name = "router_settings: {0}")
  @ValueSource(strings = {"", NO_RETRIES})
  void aSessionGetsThroughEveryFaultThatPasses(String router) throws Exception {
    FaultyCount count =
        new FaultyCount(Stream.concat(beforeContent().stream(), inContent().stream()).toList());
    try (ScriptedDeployment upstream =
            ScriptedDeployment.of(request -> count.answer("only", request));
        FaultScene scene = FaultScene.before(folder, router, upstream.lines())) {
      ClaudeCode.Run run = scene.run("count");
      assertEquals("Counted.", run.answer());
      count.assertCounted(scene.claude().work());
      // nothing of half an answer, but for what was whole in it
      List<String> shown =
          run.blocks("text").stream().map(block -> block.path("text").asString("")).toList();
      assertEquals(List.of("I make it.", "Counted."), shown);
      assertFalse(Files.exists(scene.claude().work().resolve("half-made")));
      Duration pause = upstream.pauseAfter(0);
      assertTrue(pause.compareTo(Duration.ofMillis(1_900)) > 0, pause::toString);
      // Without retries of the gateway's the client sees these, and waits; what comes behind them
      // may be mended by another connection.
      if (!router.isEmpty()) {
        assertEquals(List.of(429, 500, 529, 529), statuses(run).subList(0, 4));
      }
      upstream.assertClean();
    }
  }

  private static List<Integer> statuses(ClaudeCode.Run run) {
    return run.told("api_retry").stream().map(each -> each.path("error_status").asInt(0)).toList();
  }

  @Test
  void aProviderThatIsBusyForLongerThanTheGatewayTriesIsAskedAgainByTheClient() throws Exception {
    ChatScript busy = busy(529);
    try (ScriptedDeployment upstream =
            ScriptedDeployment.playing(busy, busy, busy, ChatScripts.text("All well."));
        FaultScene scene = FaultScene.before(folder, "", upstream.lines())) {
      ClaudeCode.Run run = scene.run("is all well?");
      assertEquals("All well.", run.answer());
      assertEquals(List.of(529), statuses(run));
      assertEquals(4, upstream.requests().size());
    }
  }

  @ParameterizedTest(name = "{0}, router_settings: {1}")
  @CsvSource({"401, ''", "403, ''", "401, 'num_retries: 0'"})
  void aRevokedKeyIsToldAtOnce(int status, String router) throws Exception {
    try (ScriptedDeployment upstream = ScriptedDeployment.playing(revoked(status));
        FaultScene scene = FaultScene.before(folder, router, upstream.lines())) {
      ClaudeCode.Run run = scene.claude().run("is all well?");
      assertTrue(run.failed());
      assertTellsOfTheKey(run, scene);
      // a secret may be read again once
      assertTrue(upstream.requests().size() <= 2, () -> upstream.requests().size() + " requests");
    }
  }

  /** The user reads what is wrong, and so does who runs the gateway, with where it is wrong. */
  static void assertTellsOfTheKey(ClaudeCode.Run run, FaultScene scene) {
    String answer = run.answer();
    assertTrue(answer.contains("openai") && answer.contains("key"), answer);
    // the user's own login is not what is wrong
    assertFalse(answer.contains("/login"), answer);
    assertEquals(List.of(), run.told("api_retry"));
    String log = scene.gateway().log();
    Set<String> words = Set.of(" ERROR ", "model " + FaultScene.MODEL, "openai", "key");
    assertTrue(log.lines().anyMatch(line -> words.stream().allMatch(line::contains)), log);
    assertFalse(log.contains("sk-upstream"), log);
  }

  static ChatScript revoked(int status) {
    return ChatScript.error(
        status, "invalid_request_error", "invalid_api_key", "The api key was revoked");
  }
}
