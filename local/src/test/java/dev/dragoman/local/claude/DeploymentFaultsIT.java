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
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a second deployment of the same name, Claude Code's user sees nothing of a fault. */
final class DeploymentFaultsIT {
  private static final int TURNS = 6;

  @TempDir private Path folder;

  private static ChatScript counting(ChatRequest request) {
    return FaultyCount.counting(request, TURNS);
  }

  private static void assertUnseen(FaultScene scene) throws Exception {
    ClaudeCode.Run run = scene.run("count");
    assertEquals("Counted.", run.answer());
    assertEquals(List.of(), run.told("api_retry"), scene.gateway()::log);
  }

  private static List<String> with(List<String> lines, String line) {
    List<String> more = new ArrayList<>(lines);
    more.add(line);
    return more;
  }

  /** In every turn whoever is asked first dies, each time in another way. */
  @Test
  void aDeadDeploymentIsNotSeen() throws Exception {
    FaultyCount count = new FaultyCount(deaths());
    try (ScriptedDeployment first = ScriptedDeployment.of(asked -> count.answer("first", asked));
        ScriptedDeployment second = ScriptedDeployment.of(asked -> count.answer("second", asked));
        FaultScene scene =
            FaultScene.before(
                folder,
                "disable_cooldowns: true",
                with(first.lines(), "stream_timeout: 2"),
                with(second.lines(), "stream_timeout: 2"))) {
      assertUnseen(scene);
      count.assertCounted(scene.claude().work());
      count.assertMoved();
      first.assertClean();
      second.assertClean();
    }
  }

  private static List<Named<ChatScript>> deaths() {
    return List.of(
        Named.of("429", ChatScripts.rateLimited(60)),
        Named.of("500", ChatScript.error(500, "server_error", null, "it broke")),
        Named.of("401", ClaudeFaultsIT.revoked(401)),
        Named.of("a page", ChatScript.status(502, "<html>bad gateway</html>")),
        // before its head, a kept connection's reset says nothing of the deployment
        Named.of("reset after the headers", ChatScript.bareStream().reset()),
        Named.of("cut after the role", ChatScript.stream().cut()),
        Named.of("silence", ChatScript.noAnswer().pause(Duration.ofSeconds(5)).cut()));
  }

  /**
   * Where the gateway may not retry, the user sees a fault until the deployment is let be; and then
   * none.
   */
  @ParameterizedTest(name = "num_retries: {0}, faults seen: {1}")
  @CsvSource({"2, 0", "0, 1"})
  void aDeploymentWhereNobodyListensIsLetBe(int retries, int seen) throws Exception {
    try (ScriptedDeployment alive = ScriptedDeployment.of(DeploymentFaultsIT::counting);
        FaultScene scene =
            FaultScene.before(
                folder,
                "num_retries: " + retries + "\nallowed_fails: 0\ncooldown_time: 60",
                with(ScriptedDeployment.nowhere(), "order: 1"),
                with(alive.lines(), "order: 2"))) {
      ClaudeCode.Run run = scene.run("count");
      assertEquals("Counted.", run.answer());
      FaultyCount.assertCounted(scene.claude().work(), TURNS);
      assertEquals(seen, run.told("api_retry").size(), scene.gateway()::log);
      assertEquals(TURNS + 1, alive.requests().size());
      String log = scene.gateway().log();
      assertEquals(1, log.lines().filter(line -> line.contains("left alone until")).count(), log);
      alive.assertClean();
    }
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
      ScriptedDeployment alive = victim.get() == 0 ? second : first;
      // it serves three turns, and may be asked a few times more until it is let be
      assertTrue(dead.requests().size() >= 4, () -> dead.requests().size() + " requests");
      assertEquals(TURNS + 1 - 3, alive.requests().size());
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
