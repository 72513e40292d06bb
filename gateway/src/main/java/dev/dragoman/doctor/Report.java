package dev.dragoman.doctor;

import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelFacts;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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
    Stream<String> found =
        findings.stream()
            .flatMap(finding ->
                finding.verdict().set().stream().map(line -> line + " (" + finding.probe() + ")"));
    return Stream.concat(found, unknown()).filter(Objects::nonNull).distinct().toList();
  }

  private Stream<String> unknown() {
    Integer window = facts.contextWindow();
    boolean priced =
        facts.prices().base().input() != null && facts.prices().base().output() != null;
    boolean claude = target.baseModel().contains("claude");
    return Stream.of(
        priced
            ? null
            : "input_cost_per_token and output_cost_per_token in model_info: its price is not"
                + " known",
        window == null
            ? "max_input_tokens in model_info, and CLAUDE_CODE_MAX_CONTEXT_TOKENS for the client:"
                + " its window is not known"
            : null,
        window == null || claude
            ? null
            : "CLAUDE_CODE_MAX_CONTEXT_TOKENS="
                + window
                + " for the client: Claude Code does not"
                + " know this model's window");
  }
}
