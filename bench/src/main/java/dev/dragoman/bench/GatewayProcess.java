package dev.dragoman.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The gateway under test as a process: its configuration, its start, and how long that takes. */
final class GatewayProcess {
  static final String KEY = "sk-bench-1234567890";
  private static final long POLL_MILLIS = 5;
  private static final String READY =
      "GET /health/readiness HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";

  private final Sandbox sandbox;
  private final @Nullable String command;
  private final String upstream;
  private final String model;
  private final int patienceSeconds;
  private String moreConfig = "";
  private @Nullable String heap;

  /**
   * A running gateway.
   *
   * @param readyMillis from starting the process to the first 200 of its readiness check
   */
  record Started(Process process, Target target, double readyMillis) {}

  /**
   * A gateway to be started.
   *
   * @param command a line for {@code sh} in which {@code {config}}, {@code {port}}, {@code {data}}
   *     and {@code {upstream}} are filled in; null for the launcher's {@code serve}
   * @param upstream the base of the scripted upstream's API
   */
  GatewayProcess(
      Sandbox sandbox,
      @Nullable String command,
      String upstream,
      String model,
      int patienceSeconds) {
    this.sandbox = sandbox;
    this.command = command;
    this.upstream = upstream;
    this.model = model;
    this.patienceSeconds = patienceSeconds;
  }

  /** Adds settings to its configuration: whole lines of YAML. */
  GatewayProcess withConfig(String lines) {
    moreConfig = lines;
    return this;
  }

  /** Limits its heap, as {@code -Xmx} does, if it is a Java program. */
  GatewayProcess withHeap(String most) {
    heap = most;
    return this;
  }

  /** Starts it with a new data folder on a free port, and waits until it is ready. */
  Started start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(sandbox.folder(), "gateway-");
    Path log = folder.resolve("log");
    int port = freePort();
    var builder =
        new ProcessBuilder(command(folder, port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    if (heap != null) {
      builder.environment().put("JDK_JAVA_OPTIONS", "-Xmx" + heap);
    }
    long start = System.nanoTime();
    Process process = sandbox.start(builder);
    process.getOutputStream().close();
    while (!ready(port)) {
      double waited = (System.nanoTime() - start) / 1e9;
      if (!process.isAlive() || waited > patienceSeconds) {
        String why = process.isAlive() ? "is not ready after %.0f s" : "ended after %.1f s";
        throw new IOException(
            "the gateway " + why.formatted(waited) + "; its last lines:\n" + Sandbox.tail(log));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    double millis = (System.nanoTime() - start) / 1e6;
    var target = Target.at("http://127.0.0.1:" + port, KEY, OptionalLong.of(process.pid()));
    return new Started(process, target, millis);
  }

  private List<String> command(Path folder, int port) throws IOException {
    Path config = Files.writeString(folder.resolve("config.yaml"), config());
    Path data = Files.createDirectory(folder.resolve("data"));
    if (command == null) {
      return List.of(
          launcher().toString(),
          "serve",
          "--config",
          config.toString(),
          "--port",
          Integer.toString(port),
          "--data",
          data.toString());
    }
    return List.of(
        "sh",
        "-c",
        command
            .replace("{config}", config.toString())
            .replace("{port}", Integer.toString(port))
            .replace("{data}", data.toString())
            .replace("{upstream}", upstream));
  }

  private String config() {
    return """
    model_list:
      - model_name: %s
        litellm_params:
          model: openai/gpt-4o
          api_base: %s
          api_key: sk-bench
    general_settings:
      master_key: %s
    """
            .formatted(model, upstream, KEY)
        + moreConfig;
  }

  /** The launcher script in the project that this program was built in. */
  private static Path launcher() {
    for (Path at = Sandbox.codeSource(); at != null; at = at.getParent()) {
      Path launcher = at.resolve("dragoman");
      if (Files.isRegularFile(launcher) && Files.isExecutable(launcher)) {
        return launcher;
      }
    }
    throw new UsageException(
        "the dragoman launcher is not beside this program: give --gateway-command or --gateway-url");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static boolean ready(int port) {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      socket.setSoTimeout(2_000);
      OutputStream out = socket.getOutputStream();
      out.write(READY.getBytes(US_ASCII));
      HttpInput.Head head = new HttpInput(socket.getInputStream()).response();
      return head != null && head.status() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
