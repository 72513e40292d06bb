package dev.dragoman.local;

import dev.dragoman.config.GatewayConfig;
import dev.dragoman.ledger.Dollars;
import dev.dragoman.ledger.Pricing;
import dev.dragoman.ledger.Repricing;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.Sweep;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.store.DynamoStore;
import dev.dragoman.store.Store;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dragoman ledger}: what is done with the records of requests. */
@Command(
    name = "ledger",
    description = "Works with the records of requests.",
    mixinStandardHelpOptions = true)
final class Ledger {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".dragoman",
      description = "Without --usage-table: the local gateway's folder (${DEFAULT-VALUE}).")
  private Path data = Path.of(".dragoman");

  @Option(
      names = "--usage-table",
      paramLabel = "NAME",
      description = "The DynamoDB table of records (the stack's output UsageTableName).")
  private @Nullable String usage;

  @Option(
      names = "--accounts-table",
      paramLabel = "NAME",
      description = "The table of accounts and sums (AccountsTableName).")
  private @Nullable String accounts;

  @Option(
      names = "--mappings-table",
      paramLabel = "NAME",
      description = "The table of models, for their prices (MappingsTableName).")
  private @Nullable String mappings;

  @Option(names = "--region", description = "The tables' region (default: AWS's usual chain).")
  private @Nullable String region;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Where DynamoDB answers, if not at AWS.")
  private @Nullable URI endpoint;

  @Spec private @Nullable CommandSpec spec;

  /** Prices what was settled anew, after a price was corrected. */
  @Command(
      name = "reprice",
      description = "Prices the requests of some days anew, after a price was corrected.",
      mixinStandardHelpOptions = true)
  int reprice(
      @Parameters(paramLabel = "FROM", description = "The first day, as 2026-11-01 (UTC).")
          LocalDate from,
      @Parameters(paramLabel = "TO", description = "The last day.") LocalDate to,
      @Option(
              names = "--config",
              paramLabel = "FILE",
              description = "The config.yaml whose models have the prices.")
          @Nullable Path config) {
    return with(store -> {
      Map<String, Deployment> deployments = new HashMap<>();
      deployments(config, store).forEach(each -> deployments.put(each.id(), each));
      Pricing pricing = new Pricing(new ModelCatalogue(), deployments::get);
      Repricing.Outcome outcome =
          new Repricing(store.ledger(), pricing)
              .run(start(from), start(to.plusDays(1)), day -> say(day + " has other costs now"));
      while (store.sums().catchUp()) {
        // There is more.
      }
      say(
          outcome.records()
              + " requests, "
              + outcome.changed()
              + " changed: "
              + Dollars.text(outcome.before())
              + " before, "
              + Dollars.text(outcome.after())
              + " now");
      if (outcome.unknown() > 0) {
        say(outcome.unknown() + " are of unknown cost: " + String.join(", ", outcome.unpriced()));
      }
    });
  }

  /** Makes the sums of some days anew from their records. */
  @Command(
      name = "rebuild",
      description = "Makes the daily sums of some days anew from their records.",
      mixinStandardHelpOptions = true)
  int rebuild(
      @Parameters(paramLabel = "FROM", description = "The first day, as 2026-11-01 (UTC).")
          LocalDate from,
      @Parameters(paramLabel = "TO", description = "The last day.") LocalDate to,
      @Option(
              names = "--fewer",
              description = "Also where records have expired, so that fewer are left than counted.")
          boolean fewer) {
    return with(store -> {
      for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
        switch (store.sums().rebuild(day, store.ledger(), now(), fewer)) {
          case Sums.Rebuilt.Done done -> say(day + ": " + done.records() + " requests");
          case Sums.Rebuilt.Refused refused -> say(day + ": not rebuilt: " + refused.why());
        }
      }
    });
  }

  /** Ends what a process that died left open. */
  @Command(
      name = "sweep",
      description = "Ends requests whose process died; a running gateway does so by itself.",
      mixinStandardHelpOptions = true)
  int sweep() {
    return with(
        store -> say(new Sweep(store.ledger(), store.accounts()).run(now()) + " requests ended"));
  }

  private interface Work {
    void on(Store store);
  }

  private int with(Work work) {
    try (Store store = open()) {
      work.on(store);
      return 0;
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new Refusal("not all was done, and it can be repeated: " + e.getMessage());
    }
  }

  private Store open() {
    if (usage == null) {
      return DataFolder.open(data);
    }
    String models = mappings == null ? usage : mappings;
    DynamoStore.Tables tables = new DynamoStore.Tables(models, usage, null, null, accounts, null);
    return DynamoStore.open(region, endpoint, tables, new SecureRandom());
  }

  private List<Deployment> deployments(@Nullable Path config, Store store) {
    if (config != null) {
      GatewayConfig read = ConfigFile.read(config, System.getenv());
      return read.deployments();
    }
    return usage != null && mappings == null ? List.of() : store.mappings().load().deployments();
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Instant now() {
    return Instant.now();
  }

  private void say(String line) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
