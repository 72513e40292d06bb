package dev.dragoman.doctor;

import dev.dragoman.provider.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report as plain text, for a terminal: lines of at most 100 characters. */
public final class Table {
  private static final int WIDTH = 100;
  private static final String INDENT = "    ";
  private static final String ROW = "%-18s %-8s %10s %8s %12s %10s";

  private Table() {}

  /** The whole report. */
  public static String of(Report report) {
    StringBuilder out = new StringBuilder(head(report.target()));
    report.findings().forEach(finding -> out.append(row(finding)));
    return out.append(foot(report)).toString();
  }

  /** What stands before the rows. */
  public static String head(Deployment target) {
    StringBuilder out = new StringBuilder(title(target)).append("\n\n");
    line(ROW.formatted("probe", "outcome", "tokens in", "out", "cost", "ms"), out);
    return out.toString();
  }

  /** The name that is asked, and what it really is. */
  public static String title(Deployment target) {
    String title = target.modelName() + " -> " + target.provider() + "/" + target.model();
    return target.apiBase() == null ? title : title + " at " + target.apiBase();
  }

  /** One finding; empty if the probe was not asked: those stand together in the foot. */
  public static String row(Finding finding) {
    if (finding.outcome() == Outcome.SKIPPED) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    boolean charged = finding.input() != null || finding.cost().unknown() > 0;
    line(
        ROW.formatted(
            finding.probe(),
            finding.outcome().word(),
            charged ? tokens(finding.input(), finding.estimated()) : "-",
            charged ? tokens(finding.output(), finding.estimated()) : "-",
            charged ? finding.cost().toString() : "-",
            String.format(Locale.ROOT, "%,d", finding.millis())),
        out);
    if (!finding.verdict().remark().isEmpty()) {
      wrapped(INDENT, finding.verdict().remark(), out);
    }
    finding.notes().forEach(note -> wrapped(INDENT + "note: ", note, out));
    return out.toString();
  }

  /** What was not asked, what all of it cost, and what to set. */
  public static String foot(Report report) {
    StringBuilder out = new StringBuilder("\n");
    Map<String, List<String>> skipped = new LinkedHashMap<>();
    for (Finding finding : report.findings()) {
      if (finding.outcome() == Outcome.SKIPPED) {
        skipped
            .computeIfAbsent(finding.verdict().remark(), why -> new ArrayList<>())
            .add(finding.probe());
      }
    }
    skipped.forEach(
        (why, probes) -> wrapped("not asked: ", String.join(", ", probes) + " (" + why + ")", out));
    line(requests(report.requests()) + ", " + total(report.cost()), out);
    List<String> set = report.set();
    if (!set.isEmpty()) {
      out.append("\nwhat to set:\n");
      set.forEach(what -> wrapped("  - ", what, out));
    }
    return out.toString();
  }

  /** So many requests, in words. */
  public static String requests(int count) {
    return count == 1 ? "1 request" : count + " requests";
  }

  /** What some requests cost, in words. */
  public static String total(Cost cost) {
    if (cost.unknown() == 0) {
      return cost.toString();
    }
    String rest = "an unknown sum for " + cost.unknown() + " of them";
    return cost.nanos() == 0 ? rest : new Cost(cost.nanos(), cost.estimated(), 0) + " and " + rest;
  }

  /** A text in lines that fit, each indented as far as {@code first}, which begins it, is long. */
  public static String paragraph(String first, String text) {
    StringBuilder out = new StringBuilder();
    wrapped(first, text, out);
    return out.toString();
  }

  private static String tokens(@Nullable Long tokens, boolean estimated) {
    return tokens == null
        ? "unknown"
        : String.format(Locale.ROOT, estimated ? "~%,d" : "%,d", tokens);
  }

  private static void line(String text, StringBuilder out) {
    out.append(text.stripTrailing()).append('\n');
  }

  private static void wrapped(String first, String text, StringBuilder out) {
    int room = WIDTH - first.length();
    String before = first;
    StringBuilder line = new StringBuilder();
    // What providers say must not steer a terminal.
    for (String word : text.split("[\\s\\p{Cntrl}]+")) {
      String rest = word;
      while (!rest.isEmpty()) {
        String piece = rest.substring(0, Math.min(rest.length(), room));
        rest = rest.substring(piece.length());
        if (!line.isEmpty() && line.length() + 1 + piece.length() > room) {
          line(before + line, out);
          before = " ".repeat(first.length());
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(piece);
      }
    }
    line(before + line, out);
  }
}
