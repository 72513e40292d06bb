package dev.dragoman.doctor;

import dev.dragoman.http.Handler;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelFacts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks one deployment one probe after another. If the first cannot be asked at all, none of the
 * others is: a wrong key or address would only be told again and again.
 */
public final class Checkup {
  private static final String INTERRUPTED = "interrupted";

  private final Handler gateway;
  private final UsageLedger ledger;
  private final String key;
  private final Deployment target;
  private final ModelFacts facts;
  private final InstantSource clock;
  private volatile boolean stopped;

  /**
   * A check of {@code target}.
   *
   * @param gateway serves {@code target}, and it alone, under its model's name
   * @param ledger that gateway's
   * @param key that gateway admits
   * @param facts what is known of the model
   */
  public Checkup(
      Handler gateway,
      UsageLedger ledger,
      String key,
      Deployment target,
      ModelFacts facts,
      InstantSource clock) {
    this.gateway = gateway;
    this.ledger = ledger;
    this.key = key;
    this.target = target;
    this.facts = facts;
    this.clock = clock;
  }

  /** Ends it before the next probe; from any thread. What is being asked is the caller's to cut. */
  public void stop() {
    stopped = true;
  }

  /** Asks all, and tells of each as it is found. */
  public Report run(List<Probe> probes, Consumer<Finding> told) {
    List<Finding> findings = new ArrayList<>();
    String end = null;
    for (Probe probe : probes) {
      if (end == null && stopped) {
        end = INTERRUPTED;
      }
      Finding finding;
      if (end == null) {
        Client client = new Client(gateway, ledger, key, target.modelName(), clock);
        finding = ask(probe, client);
        if (findings.isEmpty() && unreachable(client)) {
          end = probe.name() + " could not be asked at all";
        }
      } else {
        finding = Finding.skipped(probe.name(), end);
      }
      findings.add(finding);
      told.accept(finding);
    }
    return new Report(target, facts, findings);
  }

  private Finding ask(Probe probe, Client client) {
    Verdict verdict = probe.examination().of(client, facts);
    if (stopped) {
      verdict = Verdict.unknown(INTERRUPTED);
    }
    return Finding.of(probe.name(), verdict, client.answers(), facts);
  }

  private static boolean unreachable(Client client) {
    List<Answer> answers = client.answers();
    return !answers.isEmpty() && answers.getLast().fault() != null;
  }
}
