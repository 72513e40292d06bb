package dev.dragoman.doctor;

import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelFacts;
import dev.dragoman.provider.Prices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that was found of one deployment. */
public record Report(Deployment target, ModelFacts facts, List<Finding> findings) {
  public Report {
    findings = List.copyOf(findings);
  }

  /** Whether anything does not work. */
  public boolean failed() {
    return findings.stream().anyMatch(finding -> finding.outcome() == Outcome.FAILS);
  }

  /** What all of it cost. */
  public Cost cost() {
    return findings.stream().map(Finding::cost).reduce(Cost.NONE, Cost::plus);
  }

  /** How many requests were made. */
  public int requests() {
    return findings.stream().mapToInt(finding -> finding.requests().size()).sum();
  }

  /** What to set: what the findings say, and what is not known of the model; a line each. */
  public List<String> set() {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (Finding finding : findings) {
      for (String line : finding.verdict().set()) {
        found.computeIfAbsent(line, key -> new ArrayList<>()).add(finding.probe());
      }
    }
    List<String> lines = new ArrayList<>();
    found.forEach((line, probes) -> lines.add(line + " (" + String.join(", ", probes) + ")"));
    addUnknown(lines);
    return lines;
  }

  private void addUnknown(List<String> lines) {
    Prices.Rates rates = facts.prices().base();
    if (rates.input() == null || rates.output() == null) {
      lines.add(
          "input_cost_per_token and output_cost_per_token in model_info: its price is not known");
    }
    Integer window = facts.contextWindow();
    if (window == null) {
      lines.add(
          "max_input_tokens in model_info, and CLAUDE_CODE_MAX_CONTEXT_TOKENS for the client: its"
              + " window is not known");
    } else if (!target.baseModel().contains("claude")
        && lines.stream().noneMatch(line -> line.startsWith("CLAUDE_CODE_MAX_CONTEXT_TOKENS"))) {
      lines.add(
          "CLAUDE_CODE_MAX_CONTEXT_TOKENS="
              + window
              + " for the client: Claude Code does not know this model's window");
    }
  }
}
