package dev.dragoman.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gateway as a user starts it: {@code ./dragoman serve}, as a process of its own. */
public final class GatewayProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready at (http://\\S+)");
  private static final long PATIENCE_SECONDS = 60;

  /** A master key for tests. */
  public static final String KEY = "sk-test-1234567890";

  private final Process process;
  private final Path log;
  private final StringBuilder said = new StringBuilder();
  private URI baseUrl = URI.create("http://not-yet.invalid");

  private GatewayProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it on a free port, and returns when it says it is ready.
   *
   * @param folder for its data and its log
   * @param variables added to the environment
   * @param options of {@code serve}
   */
  public static GatewayProcess start(Path folder, Map<String, String> variables, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(launcher().toString());
    command.addAll(List.of("serve", "--port", "0", "--data", folder.resolve("data").toString()));
    command.addAll(List.of(options));
    Path log = folder.resolve("log.txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("LITELLM_") || name.startsWith("OPENAI_"));
    builder.environment().put("DRAGOMAN_NO_BUILD", "1");
    builder.environment().putAll(variables);
    GatewayProcess gateway = new GatewayProcess(builder.start(), log);
    gateway.awaitReady();
    return gateway;
  }

  private static Path launcher() {
    String root = Objects.requireNonNull(System.getProperty("dragoman.root"), "run by Maven");
    return Path.of(root, "dragoman");
  }

  private void awaitReady() throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    boolean ready = false;
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.append(line).append('\n');
      Matcher matcher = READY.matcher(line);
      if (matcher.find()) {
        baseUrl = URI.create(matcher.group(1));
        ready = true;
      }
      if (line.contains("claude --model")) {
        break;
      }
    }
    if (!ready) {
      throw new IOException("the gateway did not start: " + said + log());
    }
  }

  /** Where it listens, without {@code /v1}. */
  public URI baseUrl() {
    return baseUrl;
  }

  /** What it printed until it was ready. */
  public String greeting() {
    return said.toString();
  }

  /** What it logged. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Tells it to end, as Ctrl-C does, without waiting. */
  public void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
  }

  /** Whether it has ended within the patience of a test. */
  public boolean ended() throws InterruptedException {
    return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
