package dev.dragoman.local;

import dev.dragoman.doctor.Cost;
import dev.dragoman.doctor.Probe;
import dev.dragoman.doctor.Table;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.ModelFacts;
import dev.dragoman.provider.catalogue.Providers;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** What the doctor would ask of which model, and what that would cost: told, not asked. */
record DoctorOffer(ModelCatalogue catalogue, List<Probe> probes) {
  void print(List<Deployment> deployments, PrintWriter out) {
    out.println("Nothing is asked before you name a model (./dragoman doctor MODEL) or say --all.");
    out.println();
    deployments.forEach(target -> print(target, out));
    out.println();
    out.print(
        Table.paragraph(
            "It would ask: ", probes.stream().map(Probe::name).collect(Collectors.joining(", "))));
    out.print(
        Table.paragraph(
            "--overflow ",
            "also sends a prompt larger than the model's window: most providers refuse it and"
                + " charge nothing; one that answers charges for it."));
    out.flush();
  }

  private void print(Deployment target, PrintWriter out) {
    out.println("  " + Table.title(target));
    if (!Providers.serves(target)) {
      out.println("      its provider is not served by this version");
      return;
    }
    ModelFacts facts = catalogue.of(target);
    Cost cost = probes.stream().map(p -> p.estimate(facts)).reduce(Cost.NONE, Cost::plus);
    int requests = probes.stream().mapToInt(probe -> probe.size().requests()).sum();
    Cost more = Probe.overflow().estimate(facts);
    String overflow =
        facts.contextWindow() == null ? "not possible: window unknown" : "at most " + more;
    out.println(
        "      up to "
            + Table.requests(requests)
            + ", estimated at "
            + Table.total(cost)
            + "; --overflow: "
            + overflow);
  }
}
