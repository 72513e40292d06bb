package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.ChatRequest;
import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ChatScripts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With a second deployment of the same name, Claude Code's user sees nothing of a fault. */
final class DeploymentFaultsIT {
  /** As many that chance alone does not spare all of them. */
  private static final int TURNS = 8;

  @TempDir private Path folder;

  private static ChatScript counting(ChatRequest request) {
    return ClaudeFaultsIT.counting(request, TURNS);
  }

  private static void assertUnseen(FaultScene scene) throws Exception {
    ClaudeCode.Run run = scene.run("count");
    assertEquals("Counted.", run.answer());
    assertEquals(List.of(), run.told("api_retry"), scene.gateway()::log);
  }

  @Test
  void aDeploymentWhereNobodyListensIsNotSeen() throws Exception {
    try (ScriptedDeployment alive = ScriptedDeployment.of(DeploymentFaultsIT::counting);
        FaultScene scene =
            FaultScene.before(folder, "", ScriptedDeployment.nowhere(), alive.lines())) {
      assertUnseen(scene);
      assertEquals(TURNS + 1, alive.requests().size());
      alive.assertClean();
    }
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void aDeadDeploymentIsNotSeen(ChatScript death) throws Exception {
    try (ScriptedDeployment dead = ScriptedDeployment.playing(death);
        ScriptedDeployment alive = ScriptedDeployment.of(DeploymentFaultsIT::counting);
        FaultScene scene = FaultScene.before(folder, "", dead.lines(), alive.lines())) {
      assertUnseen(scene);
      assertEquals(TURNS + 1, alive.requests().size());
      alive.assertClean();
      dead.assertClean();
    }
  }

  static Stream<Named<ChatScript>> deaths() {
    return Stream.of(
        Named.of("429", ChatScripts.rateLimited(60)),
        Named.of("500", ChatScript.error(500, "server_error", null, "it broke")),
        Named.of("401", ClaudeFaultsIT.revoked(401)),
        Named.of("a page", ChatScript.status(502, "<html>bad gateway</html>")),
        Named.of("reset", ChatScript.noAnswer().reset()),
        Named.of("cut after the role", ChatScript.stream().cut()));
  }

  @Test
  void aDeploymentThatHangsIsNotSeen() throws Exception {
    ChatScript hangs = ChatScript.noAnswer().pause(Duration.ofSeconds(25)).cut();
    try (ScriptedDeployment dead = ScriptedDeployment.playing(hangs);
        ScriptedDeployment alive = ScriptedDeployment.of(DeploymentFaultsIT::counting);
        FaultScene scene =
            FaultScene.before(folder, "", impatient(dead.lines()), impatient(alive.lines()))) {
      assertUnseen(scene);
      alive.assertClean();
    }
  }

  private static List<String> impatient(List<String> lines) {
    List<String> more = new ArrayList<>(lines);
    more.add("stream_timeout: 2");
    return more;
  }

  /** The deployment that serves the session dies in its middle. */
  @Test
  void aSessionMovesWhenItsDeploymentDies() throws Exception {
    AtomicInteger victim = new AtomicInteger(-1);
    AtomicInteger served = new AtomicInteger();
    try (ScriptedDeployment first =
            ScriptedDeployment.of(request -> mortal(0, victim, served, request));
        ScriptedDeployment second =
            ScriptedDeployment.of(request -> mortal(1, victim, served, request));
        FaultScene scene = FaultScene.before(folder, "", first.lines(), second.lines())) {
      assertUnseen(scene);
      ScriptedDeployment dead = victim.get() == 0 ? first : second;
      // it serves three turns, and may be asked a few times more until it is let be
      assertTrue(dead.requests().size() >= 4, () -> dead.requests().size() + " requests");
      first.assertClean();
      second.assertClean();
    }
  }

  /** Whichever is asked first answers three times, and never more. */
  private static ChatScript mortal(
      int self, AtomicInteger victim, AtomicInteger served, ChatRequest request) {
    victim.compareAndSet(-1, self);
    boolean dead = victim.get() == self && served.incrementAndGet() > 3;
    return dead ? ChatScript.noAnswer().reset() : counting(request);
  }
}
