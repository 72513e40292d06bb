package dev.dragoman.exchange;

import dev.dragoman.fixture.fault.Dialect;
import dev.dragoman.fixture.fault.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** docs/faults.md as the outcomes make it: faults of a family that end alike share a row. */
final class FaultPage {
  private static final String INTRO =
      """
      <!-- Made by FaultTest from what it sees; run it with -Dgolden.update=true. -->
      # What a client gets when a provider fails

      Each row was played: a server on loopback spoils its own proper answer, in each of the six ways
      that providers speak, and the whole gateway is asked once, without another attempt, by a client
      that streams and by one that does not. The dialects are `chat` (Chat Completions), `responses`,
      `gemini`, `converse` (Bedrock, a binary stream), `messages` (Anthropic's own) and `invoke`
      (Claude on Bedrock: Anthropic's events in the binary stream). Where one is not named, all that
      can have the fault end alike.

      Whatever the row, the tests hold that no ending and no stop reason is ever told that the provider
      did not send; that what was told before the fault is what was sent; that each error stands in
      the envelope of the Messages API, with a type of its; that nothing takes longer than its
      time-outs, or more than some tens of megabytes; that the ledger's record is settled; and that
      the next request is answered, on a connection that is sound.

      **Replaceable** says whether another attempt can take the place of this one without the client
      seeing it: until the first content. **Usage** in the ledger is what the provider reported, or
      what the gateway estimates of what was said by then; `missing` is unknown, and never 0.

      | fault | which | dialects | a client that streams gets | one that does not | replaceable | ledger |
      |---|---|---|---|---|---|---|
      """;

  /** What a dialect does with a fault: for both clients. */
  private record Ends(FaultCell.Outcome streamed, FaultCell.Outcome whole) {
    String row() {
      String replaceable = streamed.replaceable() ? "yes" : "no";
      String other = whole.replaceable() ? "yes" : "no";
      String ledger = streamed.ledger();
      return streamed.told()
          + " | "
          + (whole.told().equals(streamed.told()) ? "the same" : whole.told())
          + " | "
          + (replaceable.equals(other) ? replaceable : replaceable + "; no stream: " + other)
          + " | "
          + (ledger.equals(whole.ledger()) ? ledger : ledger + "; no stream: " + whole.ledger());
    }
  }

  private final StringBuilder page = new StringBuilder(INTRO);
  private final Map<FaultCell, FaultCell.Outcome> outcomes;

  private FaultPage(Map<FaultCell, FaultCell.Outcome> outcomes) {
    this.outcomes = outcomes;
  }

  /** The page of these outcomes, in the faults' order. */
  static String of(List<Fault> faults, Map<FaultCell, FaultCell.Outcome> outcomes) {
    FaultPage page = new FaultPage(outcomes);
    Map<String, List<Fault>> families = new LinkedHashMap<>();
    faults.forEach(
        fault -> families.computeIfAbsent(fault.family(), _ -> new ArrayList<>()).add(fault));
    families.forEach(page::family);
    return page.page.toString();
  }

  private void family(String family, List<Fault> faults) {
    Map<Map<String, String>, List<String>> alike = new LinkedHashMap<>();
    for (Fault fault : faults) {
      alike.computeIfAbsent(ends(fault), _ -> new ArrayList<>()).add(fault.name());
    }
    alike.forEach((ends, names) ->
        ends.forEach((row, dialects) ->
            page.append("| ")
                .append(family)
                .append(" | ")
                .append(alike.size() == 1 && names.size() > 1 ? "any" : join(names))
                .append(" | ")
                .append(dialects)
                .append(" | ")
                .append(row)
                .append(" |\n")));
  }

  private static String join(List<String> names) {
    return String.join("; ", names);
  }

  /** The dialects by how the fault ends there. */
  private Map<String, String> ends(Fault fault) {
    Map<String, List<String>> dialects = new LinkedHashMap<>();
    for (Dialect dialect : Dialect.values()) {
      FaultCell.Outcome streamed = outcomes.get(new FaultCell(dialect, fault, true));
      FaultCell.Outcome whole = outcomes.get(new FaultCell(dialect, fault, false));
      if (streamed != null && whole != null) {
        dialects
            .computeIfAbsent(new Ends(streamed, whole).row(), _ -> new ArrayList<>())
            .add(dialect.title());
      }
    }
    boolean one = dialects.size() == 1;
    return dialects.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                each -> one ? "" : String.join(", ", each.getValue()),
                (a, b) -> a,
                LinkedHashMap::new));
  }
}
