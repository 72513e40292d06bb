package dev.dragoman.local;

import dev.dragoman.doctor.Cost;
import dev.dragoman.doctor.Probe;
import dev.dragoman.doctor.Report;
import dev.dragoman.doctor.ReportJson;
import dev.dragoman.doctor.Table;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.ModelFacts;
import dev.dragoman.provider.catalogue.Providers;
import dev.dragoman.routing.ModelTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code dragoman doctor}: asks configured models live what holds with them. It asks no model that
 * it was not told to ask. Its status is 0 if nothing failed, 1 if something did, 2 if the command
 * cannot be done.
 */
@Command(
    name = "doctor",
    description = {
      "Asks a configured model live what holds with it, and says what that cost and what to set.",
      "Without MODEL it asks nothing, and says what it would ask."
    },
    mixinStandardHelpOptions = true)
final class Doctor implements Callable<Integer> {
  private static final String FIRST = "text";

  @Mixin private Place place = new Place();

  @Parameters(arity = "0..1", paramLabel = "MODEL", description = "The name of a configured model.")
  private @Nullable String model;

  @Option(names = "--all", description = "Ask all configured models.")
  private boolean all;

  @Option(
      names = "--overflow",
      description = "Also send a prompt larger than the model's window, which may cost.")
  private boolean overflow;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PROBE",
      description = "Ask only these; text always goes first.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--json", description = "Report in JSON.")
  private boolean json;

  @Option(
      names = {"--detailed_debug", "--detailed-debug"},
      description = "Log both sides of each translation, secrets masked.")
  private boolean detailedDebug;

  @Spec private @Nullable CommandSpec spec;

  private final ModelCatalogue catalogue = new ModelCatalogue();

  @Override
  public Integer call() throws Exception {
    if (all && model != null) {
      throw new Refusal("give a model or --all, not both");
    }
    List<Probe> probes = probes();
    System.setProperty(ConsoleLog.LEVEL, detailedDebug ? "debug" : "off");
    LocalGateway gateway = LocalGateway.withoutPort(place, System.getenv());
    DoctorSession session = new DoctorSession(gateway, catalogue, json ? null : out());
    try {
      gateway.warnings().forEach(warning -> err().println("note: " + warning));
      List<Deployment> chosen = chosen(gateway.deployments());
      if (chosen.isEmpty()) {
        new DoctorOffer(catalogue, probes).print(gateway.deployments(), out());
        return 0;
      }
      warn(chosen, probes);
      Runtime.getRuntime().addShutdownHook(new Thread(session::interrupt, "stop"));
      return report(session.ask(chosen, probes));
    } finally {
      gateway.stop(Duration.ZERO);
      session.closed();
      out().flush();
    }
  }

  private List<Probe> probes() {
    List<Probe> known = new ArrayList<>(Probe.usual());
    known.add(Probe.overflow());
    if (only.isEmpty()) {
      return overflow ? known : Probe.usual();
    }
    List<String> names = known.stream().map(Probe::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new Refusal("there is no probe " + name + "; there are " + String.join(", ", names));
      }
    }
    return known.stream()
        .filter(probe ->
            probe.name().equals(FIRST)
                || only.contains(probe.name())
                || (overflow && probe.name().equals(Probe.overflow().name())))
        .toList();
  }

  /** Empty if no model was named. */
  private List<Deployment> chosen(List<Deployment> deployments) {
    List<Deployment> served = deployments.stream().filter(Providers::serves).toList();
    if (all) {
      List<Deployment> named =
          served.stream().filter(target -> !ModelTable.isWildcard(target.modelName())).toList();
      if (named.isEmpty()) {
        throw new Refusal(
            served.isEmpty()
                ? "no model is configured that can be served"
                : "only wildcards are configured: name a model");
      }
      return named;
    }
    String name = model;
    if (name == null) {
      return List.of();
    }
    List<Deployment> found = new ModelTable(deployments).find(name);
    if (found.isEmpty()) {
      List<String> names = deployments.stream().map(Deployment::modelName).distinct().toList();
      List<String> near = NearNames.of(name, names);
      throw new Refusal(
          "no model "
              + name
              + " is configured; "
              + (near.isEmpty()
                  ? "there are " + String.join(", ", names)
                  : "did you mean " + String.join(" or ", near) + "?"));
    }
    List<Deployment> able = found.stream().filter(Providers::serves).toList();
    if (able.isEmpty()) {
      throw new Refusal("the provider of " + name + " is not served by this version");
    }
    return able;
  }

  private void warn(List<Deployment> chosen, List<Probe> probes) {
    Cost cost = Cost.NONE;
    int requests = 0;
    for (Deployment target : chosen) {
      ModelFacts facts = catalogue.of(target);
      for (Probe probe : probes) {
        cost = cost.plus(probe.estimate(facts));
        requests += probe.size().requests();
      }
    }
    String names =
        chosen.stream().map(Deployment::modelName).distinct().collect(Collectors.joining(", "));
    boolean free = cost.nanos() == 0 && cost.unknown() == 0;
    err()
        .println(
            "This asks "
                + names
                + (free ? " live, which costs nothing: up to " : " live, which costs money: up to ")
                + Table.requests(requests)
                + (free ? "" : ", estimated at " + Table.total(cost))
                + ". Ctrl-C ends it.");
    err().flush();
  }

  private int report(List<Report> reports) {
    if (json) {
      out().println(ReportJson.of(reports));
    } else if (reports.size() > 1) {
      Cost cost = reports.stream().map(Report::cost).reduce(Cost.NONE, Cost::plus);
      int requests = reports.stream().mapToInt(Report::requests).sum();
      out().println("\nall models: " + Table.requests(requests) + ", " + Table.total(cost));
    }
    out().flush();
    return reports.stream().anyMatch(Report::failed) ? 1 : 0;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
