package dev.dragoman.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One finished run.
 *
 * @param name what was measured
 * @param readyMillis from starting the gateway to its being ready; NaN when it ran already
 */
record Result(
    String name, Instant at, int rounds, int chunks, double readyMillis, List<Case.Outcome> cases) {
  int failed() {
    return cases.stream().mapToInt(Case.Outcome::failed).sum();
  }

  String table() {
    var lines = new ArrayList<String>();
    lines.add(
        "%-10s %8s %8s  %8s %8s  %8s  %8s  %9s  %8s"
            .formatted(
                "",
                "direct",
                "direct",
                "gateway",
                "gateway",
                "added",
                "CPU",
                "share of",
                "resident"));
    lines.add(
        "%-10s %8s %8s  %8s %8s  %8s  %8s  %9s  %8s"
            .formatted(
                "case", "p50 ms", "p99 ms", "p50 ms", "p99 ms", "ms", "ms/req", "direct/s", "MB"));
    cases.forEach(each -> lines.add(row(each)));
    lines.add("start to ready: " + Figures.show(readyMillis, 0) + " ms");
    lines.add(
        "Times are to the first text; medians of "
            + rounds
            + " rounds, direct and gateway in turns.");
    cases.forEach(each -> failures(each, lines));
    return String.join("\n", lines);
  }

  private static String row(Case.Outcome each) {
    return "%-10s %8s %8s  %8s %8s  %8s  %8s  %9s  %8s"
        .formatted(
            each.measured().name(),
            Figures.show(each.direct(Report::ttftP50), 2),
            Figures.show(each.direct(Report::ttftP99), 2),
            Figures.show(each.gateway(Report::ttftP50), 2),
            Figures.show(each.gateway(Report::ttftP99), 2),
            Figures.show(each.added(), 2),
            Figures.show(each.gateway(Report::cpuMs), 2),
            each.measured().c() == 1 ? "-" : Figures.show(each.share(), 2),
            Figures.show(each.gateway(Report::rssMb), 0));
  }

  private static void failures(Case.Outcome each, List<String> lines) {
    var both = new ArrayList<>(each.direct());
    both.addAll(each.gateway());
    for (Report report : both) {
      if (report.failed() > 0) {
        lines.add(
            "FAILED: %s, %d of %d: %s"
                .formatted(report.name(), report.failed(), report.n(), report.reasons()));
      }
    }
  }

  Map<String, @Nullable Object> toJson() {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("format", 1);
    json.put("name", name);
    json.put("at", at.toString());
    json.put("machine", machine());
    json.put("rounds", rounds);
    json.put("chunks", chunks);
    json.put("ready_ms", readyMillis);
    json.put("failed", failed());
    json.put("cases", cases.stream().map(Result::toJson).toList());
    return json;
  }

  private static Map<String, @Nullable Object> toJson(Case.Outcome each) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("name", each.measured().name());
    json.put("shape", each.measured().shape());
    json.put("n", each.measured().n());
    json.put("c", each.measured().c());
    json.put("direct_ttft_p50", each.direct(Report::ttftP50));
    json.put("direct_ttft_p99", each.direct(Report::ttftP99));
    json.put("gateway_ttft_p50", each.gateway(Report::ttftP50));
    json.put("gateway_ttft_p99", each.gateway(Report::ttftP99));
    json.put("added_ms", each.added());
    json.put("cpu_ms", each.gateway(Report::cpuMs));
    json.put("rss_mb", each.gateway(Report::rssMb));
    json.put("direct_rps", each.direct(Report::rps));
    json.put("gateway_rps", each.gateway(Report::rps));
    json.put("share", each.share());
    json.put("failed", each.failed());
    json.put("direct", each.direct().stream().map(Report::toJson).toList());
    json.put("gateway", each.gateway().stream().map(Report::toJson).toList());
    return json;
  }

  private static Map<String, @Nullable Object> machine() {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    json.put("arch", System.getProperty("os.arch"));
    json.put("cores", Runtime.getRuntime().availableProcessors());
    json.put("java", System.getProperty("java.version"));
    return json;
  }
}
