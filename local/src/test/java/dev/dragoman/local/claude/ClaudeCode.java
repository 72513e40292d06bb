package dev.dragoman.local.claude;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real Claude Code of the npm package {@code @anthropic-ai/claude-code}, run headless with a
 * home and a work folder of its own, so that runs of one instance are one user's sessions in one
 * project.
 *
 * <p>Its path is the system property {@code dragoman.claude}.
 */
public final class ClaudeCode {
  private static final Duration TIME_OUT = Duration.ofMinutes(2);

  private final URI baseUrl;
  private final String key;
  private final String model;
  private final Path home;
  private final Path work;
  private final Map<String, String> more = new HashMap<>();
  private int runs;

  /**
   * @param baseUrl of the Messages API, without {@code /v1}
   * @param folder an empty folder for its home and its work
   */
  public ClaudeCode(URI baseUrl, String key, String model, Path folder) throws IOException {
    this.baseUrl = baseUrl;
    this.key = key;
    this.model = model;
    this.home = Files.createDirectories(folder.resolve("home"));
    // as the process itself will see it: a temporary folder can be a link
    this.work = Files.createDirectories(folder.resolve("work")).toRealPath();
  }

  /** Gives it another variable. */
  void with(String variable, String value) {
    more.put(variable, value);
  }

  /** Lets it repeat requests as often as users have it: ten times, over some three minutes. */
  public ClaudeCode patient() {
    more.put("CLAUDE_CODE_MAX_RETRIES", "10");
    return this;
  }

  /** The folder in which it works. */
  public Path work() {
    return work;
  }

  /**
   * Runs one prompt to its end.
   *
   * @param options more of the command line, as {@code --continue}
   * @throws AssertionError if it takes longer than 120 s
   */
  public Run run(String prompt, String... options) throws IOException, InterruptedException {
    runs++;
    Path out = home.resolveSibling("out-" + runs + ".jsonl");
    Path err = home.resolveSibling("err-" + runs + ".txt");
    List<String> command = new ArrayList<>(List.of(binary().toString(), "-p", prompt));
    command.addAll(List.of("--model", model, "--output-format", "stream-json", "--verbose"));
    command.add("--dangerously-skip-permissions");
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment());
    builder.environment().putAll(more);
    Process process =
        builder
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      if (!process.waitFor(TIME_OUT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(
            "no end after " + TIME_OUT + ":\n" + Files.readString(out) + Files.readString(err));
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return Run.of(process.exitValue(), Files.readAllLines(out), Files.readString(err));
  }

  private Map<String, String> environment() {
    return Map.of(
        "PATH",
        Objects.requireNonNull(System.getenv("PATH")),
        "HOME",
        home.toString(),
        "ANTHROPIC_BASE_URL",
        baseUrl.toString(),
        "ANTHROPIC_AUTH_TOKEN",
        key,
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
        "1",
        "CLAUDE_CODE_MAX_RETRIES",
        "1",
        "DISABLE_AUTOUPDATER",
        "1",
        // without it root may not skip permissions
        "IS_SANDBOX",
        "1");
  }

  private static Path binary() {
    String path = System.getProperty("dragoman.claude", "");
    if (path.isEmpty() || !Files.isExecutable(Path.of(path))) {
      throw new AssertionError("run ./dragoman test, which installs Claude Code 2.1.330");
    }
    return Path.of(path);
  }

  /**
   * What one run gave.
   *
   * @param events the lines of {@code --output-format stream-json}
   */
  public record Run(int exitCode, List<JsonNode> events, String stderr) {
    static Run of(int exitCode, List<String> lines, String stderr) {
      List<JsonNode> events =
          lines.stream()
              .filter(line -> line.startsWith("{"))
              .map(JsonMapper.shared()::readTree)
              .toList();
      return new Run(exitCode, events, stderr);
    }

    /** The last event, {@code {"type": "result", ...}}: usage, stop_reason, session_id. */
    public JsonNode result() {
      return events.stream()
          .filter(event -> is(event, "result"))
          .reduce((first, second) -> second)
          .orElseThrow(() -> new AssertionError("no result event: " + this));
    }

    /** The answer that it showed. */
    public String answer() {
      return result().path("result").asString("");
    }

    public boolean failed() {
      return exitCode != 0 || result().path("is_error").asBoolean(true);
    }

    public String sessionId() {
      return result().path("session_id").asString("");
    }

    /** The blocks of its messages from the model with this type, in order. */
    public List<JsonNode> blocks(String type) {
      return events.stream()
          .filter(event -> is(event, "assistant"))
          .flatMap(event -> event.path("message").path("content").valueStream())
          .filter(block -> is(block, type))
          .toList();
    }

    /**
     * What it told about its own doing, in order: {@code api_retry} for a fault that a user sees,
     * {@code compact_boundary} where it compacted.
     */
    public List<JsonNode> told(String subtype) {
      return events.stream()
          .filter(event -> is(event, "system"))
          .filter(event -> event.path("subtype").asString("").equals(subtype))
          .toList();
    }

    private static boolean is(JsonNode node, String type) {
      return node.path("type").asString("").equals(type);
    }
  }
}
