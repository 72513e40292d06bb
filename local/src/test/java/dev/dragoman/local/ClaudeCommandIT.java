package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./dragoman claude}, as a newcomer without any key runs it. */
final class ClaudeCommandIT {
  @TempDir private Path folder;

  @Test
  void claudeCodeRunsACommandWithTheDemoModel() throws Exception {
    Path claude = Path.of(Objects.requireNonNull(System.getProperty("dragoman.claude")));
    Path launcher =
        Path.of(Objects.requireNonNull(System.getProperty("dragoman.root")), "dragoman");
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    launcher.toString(),
                    "claude",
                    "--port",
                    "0",
                    "-p",
                    "run echo made-by-the-demo > made.txt",
                    "--dangerously-skip-permissions"))
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("HOME", Files.createDirectory(folder.resolve("home")).toString());
    builder
        .environment()
        .put("PATH", claude.getParent() + ":" + Objects.requireNonNull(System.getenv("PATH")));
    builder.environment().put("IS_SANDBOX", "1");
    builder.environment().put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    builder.environment().put("DISABLE_AUTOUPDATER", "1");
    builder.environment().put("DRAGOMAN_NO_BUILD", "1");
    builder.environment().keySet().removeIf(name -> name.startsWith("LITELLM_"));
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "no end within two minutes");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String said = Files.readString(out) + Files.readString(err, StandardCharsets.UTF_8);
    assertEquals(0, process.exitValue(), said);
    assertEquals("made-by-the-demo\n", Files.readString(folder.resolve("made.txt")), said);
    assertTrue(said.contains("The tool answered:"), said);
  }
}
