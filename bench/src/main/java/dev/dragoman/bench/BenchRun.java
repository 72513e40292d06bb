package dev.dragoman.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The default command: starts the upstream and the gateway, compares, prints, and cleans up. */
final class BenchRun {
  static final Set<String> VALUED =
      Set.of(
          "name",
          "gateway-command",
          "gateway-url",
          "key",
          "pid",
          "upstream-port",
          "model",
          "rounds",
          "n",
          "session-n",
          "concurrent-n",
          "c",
          "warm",
          "chunks",
          "starts",
          "patience",
          "json");
  static final Set<String> FLAGS = Set.of("quiet");

  private final Options options;
  private final PrintStream out;
  private final PrintStream err;
  private final int chunks;
  private final String model;

  private record Ready(Target target, double millis) {}

  BenchRun(Options options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
    this.chunks = options.whole("chunks", 1, 64);
    this.model = options.text("model", "gpt-4o");
  }

  /** The exit code: 0, or 1 when the gateway did not start or any request failed. */
  int run() throws InterruptedException {
    try (var sandbox = new Sandbox()) {
      return run(sandbox);
    } catch (IOException e) {
      err.println("bench: no temporary folder: " + e.getMessage());
      return 1;
    }
  }

  private int run(Sandbox sandbox) throws InterruptedException {
    try {
      Result result = measure(sandbox);
      out.println(result.table());
      String file = options.text("json");
      String line = Json.write(result.toJson());
      if ("-".equals(file)) {
        out.println(line);
      } else if (file != null) {
        Files.writeString(Path.of(file), line + "\n");
      }
      return result.failed() == 0 ? 0 : 1;
    } catch (IOException e) {
      if (!sandbox.closed()) {
        err.println("bench: " + e.getMessage());
      }
      return 1;
    }
  }

  private Result measure(Sandbox sandbox) throws IOException, InterruptedException {
    List<Case> cases = cases();
    int rounds = options.whole("rounds", 1, 5);
    int warm = options.whole("warm", 3, 1000);
    String upstream = upstream(sandbox);
    Ready ready = gateway(sandbox, upstream);
    var comparison =
        new Comparison(
            LoadProcess.start(sandbox), upstream, ready.target, model, chunks, this::progress);
    comparison.warm(cases, warm);
    return new Result(
        options.text("name", "dragoman"),
        Instant.now(),
        rounds,
        chunks,
        ready.millis,
        comparison.run(cases, rounds));
  }

  private List<Case> cases() {
    int c = options.whole("c", 1, 16);
    int n = options.whole("n", 1, 800);
    return List.of(
        new Case("small", Shape.SMALL, n, 1),
        new Case("session", Shape.SESSION, options.whole("session-n", 1, 300), 1),
        new Case("small x" + c, Shape.SMALL, options.whole("concurrent-n", 1, 2000), c));
  }

  private String upstream(Sandbox sandbox) throws IOException {
    // A gateway that runs already must have been told where the upstream will be.
    int port =
        options.whole(
            "upstream-port", 0, options.text("gateway-url") == null ? 0 : UpstreamCommand.PORT);
    return UpstreamCommand.start(sandbox, port, new Script(chunks, 0, 0, model));
  }

  private Ready gateway(Sandbox sandbox, String upstream) throws IOException, InterruptedException {
    String url = options.text("gateway-url");
    if (url != null) {
      int pid = options.whole("pid", 1, 0);
      var known = pid == 0 ? OptionalLong.empty() : OptionalLong.of(pid);
      return new Ready(Target.at(url, options.text("key", GatewayProcess.KEY), known), Double.NaN);
    }
    var gateway =
        new GatewayProcess(
            sandbox,
            options.text("gateway-command"),
            upstream,
            model,
            options.whole("patience", 1, 60));
    var millis = new ArrayList<Double>();
    GatewayProcess.@Nullable Started started = null;
    for (int i = options.whole("starts", 1, 3); i > 0; i--) {
      if (started != null) {
        sandbox.stop(started.process());
      }
      started = gateway.start();
      millis.add(started.readyMillis());
      progress("start %.0f ms".formatted(started.readyMillis()));
    }
    return new Ready(Objects.requireNonNull(started).target(), Figures.median(millis));
  }

  private void progress(String line) {
    if (!options.flag("quiet")) {
      err.println(line);
    }
  }
}
