package dev.dragoman.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The rounds of one run. Each round sends every case first straight to the upstream and then
 * through the gateway, so that a busy minute of the machine falls on both.
 */
final class Comparison {
  private static final int TIMEOUT_SECONDS = 60;
  private static final int WARM_SHARE = 5;

  private final LoadProcess load;
  private final String upstream;
  private final Target gateway;
  private final String model;
  private final int chunks;
  private final Consumer<String> progress;

  Comparison(
      LoadProcess load,
      String upstream,
      Target gateway,
      String model,
      int chunks,
      Consumer<String> progress) {
    this.load = load;
    this.upstream = upstream;
    this.gateway = gateway;
    this.model = model;
    this.chunks = chunks;
    this.progress = progress;
  }

  /**
   * Sends each case {@code n} times (a session a third of that) to both sides, uncounted; it is an
   * IOException when all of them fail.
   */
  void warm(List<Case> cases, int n) throws IOException {
    for (Case each : cases) {
      var few =
          new Case(each.name(), each.shape(), each.shape() == Shape.SMALL ? n : n / 3, each.c());
      for (Load burst : List.of(direct(few, 0), through(few, 0))) {
        Report report = load.run(burst);
        progress.accept("warm  " + report.line());
        if (report.failed() == report.n()) {
          throw new IOException(report.name() + ": every request failed: " + report.reasons());
        }
      }
    }
  }

  List<Case.Outcome> run(List<Case> cases, int rounds) throws IOException {
    var outcomes = new ArrayList<Case.Outcome>();
    cases.forEach(c -> outcomes.add(new Case.Outcome(c, new ArrayList<>(), new ArrayList<>())));
    for (int round = 1; round <= rounds; round++) {
      for (Case.Outcome outcome : outcomes) {
        Case each = outcome.measured();
        Report direct = load.run(direct(each, each.n() / WARM_SHARE));
        outcome.direct().add(direct);
        progress.accept(round + "/" + rounds + "   " + direct.line());
        Report through = load.run(through(each, each.n() / WARM_SHARE));
        outcome.gateway().add(through);
        progress.accept(round + "/" + rounds + "   " + through.line());
      }
    }
    return outcomes;
  }

  private Load direct(Case c, int warm) {
    var target = new Target(upstream + "/chat/completions", "sk-bench", OptionalLong.empty());
    return burst(c.name() + " direct", target, Form.CHAT, c, warm);
  }

  private Load through(Case c, int warm) {
    return burst(c.name() + " gateway", gateway, Form.MESSAGES, c, warm);
  }

  private Load burst(String name, Target target, Form form, Case c, int warm) {
    return new Load(
        name,
        URI.create(target.messages()),
        target.key(),
        model,
        form,
        c.shape(),
        true,
        c.n(),
        warm,
        c.c(),
        chunks,
        target.pid(),
        TIMEOUT_SECONDS);
  }
}
