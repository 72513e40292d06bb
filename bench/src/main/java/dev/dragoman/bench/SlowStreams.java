package dev.dragoman.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The command that asks a gateway for many slow answers at once, as coding sessions do: it starts
 * the upstream, the gateway in a small heap and the load generator, each as a process, and says
 * whether every stream came whole, how late, and what it cost.
 */
final class SlowStreams {
  static final Set<String> VALUED =
      Set.of(
          "streams",
          "first",
          "seconds",
          "body",
          "ping",
          "heap",
          "gateway-command",
          "model",
          "patience");
  static final Set<String> FLAGS = Set.of();

  private static final int GAP_MILLIS = 1_000;

  /** How much later than the upstream's end an answer may be before it is given up. */
  private static final int GRACE_SECONDS = 60;

  private final Options options;
  private final PrintStream out;
  private final PrintStream err;
  private final int streams;
  private final int first;
  private final int seconds;
  private final Shape body;
  private final String model;

  SlowStreams(Options options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
    this.streams = options.whole("streams", 1, 1000);
    this.first = options.whole("first", 0, 5);
    this.seconds = options.whole("seconds", first, Math.max(first, 60));
    this.body = Shape.of(options.text("body", "small"));
    this.model = options.text("model", "gpt-4o");
  }

  /** The exit code: 0, or 1 when the gateway did not start or any stream was not whole. */
  int run() throws InterruptedException {
    try (var sandbox = new Sandbox()) {
      try {
        return measure(sandbox);
      } catch (IOException e) {
        if (!sandbox.closed()) {
          err.println("bench: " + e.getMessage());
        }
        return 1;
      }
    } catch (IOException e) {
      err.println("bench: no temporary folder: " + e.getMessage());
      return 1;
    }
  }

  private int measure(Sandbox sandbox) throws IOException, InterruptedException {
    String upstream =
        UpstreamCommand.start(sandbox, 0, new Script(chunks(), 1000 * first, GAP_MILLIS, model));
    LoadProcess load = LoadProcess.start(sandbox);
    Target target = gateway(sandbox, upstream).start().target();
    long pid = target.pid().orElseThrow();
    ProcessUsage before = ProcessUsage.of(pid);
    Report report;
    PeakMemory peak = PeakMemory.of(pid);
    try (peak) {
      report = load.run(load(target));
    }
    out.println(told(report, before, ProcessUsage.of(pid), peak.megabytes()));
    return report.failed() == 0 ? 0 : 1;
  }

  private int chunks() {
    return seconds - first + 1;
  }

  private GatewayProcess gateway(Sandbox sandbox, String upstream) {
    int ping = options.whole("ping", 1, 0);
    return new GatewayProcess(
            sandbox,
            options.text("gateway-command"),
            upstream,
            model,
            options.whole("patience", 1, 60))
        .withHeap(options.text("heap", "256m"))
        .withConfig(ping == 0 ? "" : "router_settings:\n  ping_interval: " + ping + "\n");
  }

  private Load load(Target target) {
    return new Load(
        "slow",
        URI.create(target.messages()),
        target.key(),
        model,
        Form.MESSAGES,
        body,
        true,
        streams,
        0,
        streams,
        chunks(),
        OptionalLong.empty(),
        seconds + GRACE_SECONDS);
  }

  private String told(Report report, ProcessUsage before, ProcessUsage after, double peak) {
    return """
    %d streams at once, each of %d s: first token after %d s, then one a second; requests of %d octets
    whole %d, broken %d%s
    first token  p50 %s ms  p99 %s ms
    total        p50 %s ms  p99 %s ms
    gateway      peak resident %s MB  CPU %s s\
    """
        .formatted(
            streams,
            seconds,
            first,
            report.requestBytes(),
            report.n() - report.failed(),
            report.failed(),
            report.reasons().isEmpty() ? "" : " " + report.reasons(),
            Figures.show(report.ttftP50(), 0),
            Figures.show(report.ttftP99(), 0),
            Figures.show(report.totalP50(), 0),
            Figures.show(report.totalP99(), 0),
            Figures.show(peak, 0),
            Figures.show((after.cpuMillis() - before.cpuMillis()) / 1000, 1));
  }
}
