package dev.dragoman.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  private static String relay() {
    String tests = Relay.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return "%s -Xshare:auto -XX:TieredStopAtLevel=1 -cp '%s%s%s' %s {port} {upstream}"
        .formatted(JAVA, Sandbox.codeSource(), File.pathSeparator, tests, Relay.class.getName());
  }

  private static List<String> few(String... args) {
    var all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--n", "5", "--session-n", "2", "--concurrent-n", "8", "--c", "4"));
    all.addAll(List.of("--rounds", "2", "--warm", "3", "--starts", "1"));
    return all;
  }

  private static List<String> slow(String... args) {
    var all = new ArrayList<>(List.of("slow-streams", "--streams", "7"));
    all.addAll(List.of("--first", "0", "--seconds", "1"));
    all.addAll(List.of(args));
    return all;
  }

  private record Ended(int code, String out, String err) {}

  private static Ended bench(List<String> args) throws Exception {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code =
        Bench.run(
            args,
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    return new Ended(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  private static long children() {
    return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).count();
  }

  @Test
  void aGatewayIsStartedComparedAndGone(@TempDir Path folder) throws Exception {
    long before = children();
    Path file = folder.resolve("result.json");
    Ended ended = bench(few("--gateway-command", relay(), "--json", file.toString()));
    assertEquals(0, ended.code, ended.out + ended.err);
    assertTrue(ended.out.contains("small x4"), ended.out);
    var json = Json.readObject(Files.readString(file));
    assertEquals(3, ((List<?>) Objects.requireNonNull(json.get("cases"))).size());
    assertTrue((Double) Objects.requireNonNull(json.get("ready_ms")) > 0, ended.out);
    assertEquals(before, children());
  }

  @Test
  void aGatewayThatRunsAlreadyIsLeftRunning() throws Exception {
    try (var upstream = ScriptedUpstream.start(0, new Script(64, 0, 0, "m"));
        var relay = Relay.start(0, upstream.base())) {
      String url = "http://127.0.0.1:" + relay.port();
      Ended ended = bench(few("--gateway-url", url, "--upstream-port", "0", "--json", "-"));
      assertEquals(0, ended.code, ended.out + ended.err);
      assertTrue(ended.out.contains("start to ready: unknown"), ended.out);
      assertTrue(ended.out.contains("\"ready_ms\":null"), ended.out);
    }
  }

  @Test
  void aGatewayWhoseAnswersAreNotWholeFailsTheRun() throws Exception {
    try (var upstream = ScriptedUpstream.start(0, new Script(63, 0, 0, "m"));
        var relay = Relay.start(0, upstream.base())) {
      String url = "http://127.0.0.1:" + relay.port();
      Ended ended = bench(few("--gateway-url", url, "--upstream-port", "0"));
      assertEquals(1, ended.code);
      assertTrue(ended.err.contains("has 63 of 64 chunks"), ended.err);
    }
  }

  @Test
  void aGatewayThatDoesNotStartIsNamedWithItsLastLines() throws Exception {
    Ended ended = bench(few("--gateway-command", "echo no such luck; exit 3"));
    assertEquals(1, ended.code);
    assertTrue(ended.err.contains("no such luck"), ended.err);
  }

  @Test
  void slowStreamsAreCountedWholeAndTheirGatewayIsWeighed() throws Exception {
    Ended ended = bench(slow("--gateway-command", relay(), "--body", "opening"));
    assertEquals(0, ended.code, ended.out + ended.err);
    assertTrue(ended.out.contains("whole 7, broken 0\n"), ended.out);
    if (Files.exists(Path.of("/proc/self/status"))) {
      assertFalse(ended.out.contains("unknown"), ended.out);
    }
  }

  @Test
  void aGatewayThatBreaksSlowStreamsFailsTheRunAndSaysHow() throws Exception {
    try (var cut = ScriptedUpstream.start(0, new Script(1, 0, 0, "m"))) {
      Ended ended = bench(slow("--gateway-command", relay().replace("{upstream}", cut.base())));
      assertEquals(1, ended.code, ended.out + ended.err);
      assertTrue(ended.out.contains("whole 0, broken 7 {"), ended.out);
      assertTrue(ended.out.contains("has 1 of 2 chunks=7}"), ended.out);
    }
  }

  @Test
  void slowStreamsThatEndBeforeTheyBeginAreRefused() throws Exception {
    Ended ended = bench(List.of("slow-streams", "--first", "9", "--seconds", "8"));
    assertEquals(2, ended.code);
    assertTrue(ended.err.contains("--seconds must be a whole number of at least 9"), ended.err);
  }

  @Test
  void aWrongCommandLineSaysSo() throws Exception {
    Ended ended = bench(List.of("--rounds", "none"));
    assertEquals(2, ended.code);
    assertTrue(ended.err.contains("--rounds must be a whole number"), ended.err);
  }

  @Test
  void nothingIsLeftBehindWhenTheBenchIsInterrupted() throws Exception {
    var args =
        new ArrayList<>(
            List.of(JAVA, "-cp", Sandbox.codeSource().toString(), Bench.class.getName()));
    args.addAll(List.of("--gateway-command", relay(), "--starts", "1", "--n", "1000000"));
    Process bench = new ProcessBuilder(args).start();
    try (var lines = bench.errorReader(UTF_8)) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("warm")) {
        line = lines.readLine();
      }
      List<ProcessHandle> started = bench.descendants().toList();
      assertTrue(started.size() >= 3, () -> "only " + started);
      bench.destroy();
      assertTrue(bench.waitFor(20, TimeUnit.SECONDS));
      for (ProcessHandle handle : started) {
        assertFalse(handle.isAlive(), handle::toString);
      }
    } finally {
      bench.destroyForcibly();
    }
  }
}
