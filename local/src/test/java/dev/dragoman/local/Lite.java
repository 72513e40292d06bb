package dev.dragoman.local;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * LiteLLM's own management client, unchanged: the command {@code lite} and the Python package.
 *
 * <p>Where it is installed is the system property {@code dragoman.lite}.
 *
 * @param key the key that it has
 * @param folder for its home and its output
 */
record Lite(URI baseUrl, String key, Path folder) {
  private static final long PATIENCE_SECONDS = 60;

  /** What a command said, on both outputs. */
  record Said(int exitCode, String text) {
    JsonNode json() {
      if (exitCode != 0) {
        throw new AssertionError(text);
      }
      return JsonMapper.shared().readTree(text);
    }
  }

  /** Runs {@code lite} with these arguments. */
  Said run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program("lite").toString());
    command.addAll(List.of(arguments));
    return started(command);
  }

  /** Runs Python that has a {@code client} and prints JSON. */
  Said python(String lines) throws IOException, InterruptedException {
    String script =
        """
        import json, os
        from litellm.proxy.client import Client
        client = Client(os.environ["LITELLM_PROXY_URL"], os.environ["LITELLM_PROXY_API_KEY"])
        """
            + lines;
    return started(List.of(program("python").toString(), "-c", script));
  }

  private Said started(List<String> command) throws IOException, InterruptedException {
    Path out = folder.resolve("lite-out.txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                Objects.requireNonNull(System.getenv("PATH")),
                "HOME",
                folder.toString(),
                "COLUMNS",
                "300",
                "LITELLM_LOCAL_MODEL_COST_MAP",
                "True",
                "LITELLM_PROXY_URL",
                baseUrl.toString(),
                "LITELLM_PROXY_API_KEY",
                key));
    Process process =
        builder.redirectInput(Path.of("/dev/null").toFile()).redirectOutput(out.toFile()).start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("no end: " + Files.readString(out));
      }
    } finally {
      process.destroyForcibly();
    }
    return new Said(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
  }

  private static Path program(String name) {
    Path path = Path.of(System.getProperty("dragoman.lite", ""), name);
    if (!Files.isExecutable(path)) {
      throw new AssertionError("run ./dragoman test, which installs LiteLLM's client 1.110.2");
    }
    return path;
  }
}
