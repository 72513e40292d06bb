package dev.dragoman.local;

import dev.dragoman.config.GatewayConfig;
import dev.dragoman.ledger.Dollars;
import dev.dragoman.ledger.Pricing;
import dev.dragoman.ledger.Repricing;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.Sweep;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.routing.Mappings;
import dev.dragoman.store.DynamoStore;
import dev.dragoman.store.Store;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code dragoman ledger}: what is done with the records of requests. */
@Command(
    name = "ledger",
    description = "Works with the records of requests.",
    mixinStandardHelpOptions = true)
final class Ledger {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      defaultValue = ".dragoman",
      description = "Without --usage-table: the local gateway's folder (${DEFAULT-VALUE}).")
  private Path data = Path.of(".dragoman");

  @Option(
      names = "--usage-table",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The DynamoDB table of records (the stack's output UsageTableName).")
  private @Nullable String usage;

  @Option(
      names = "--accounts-table",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The table of accounts and sums (AccountsTableName).")
  private @Nullable String accounts;

  @Option(
      names = "--mappings-table",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The table of models, for their prices (MappingsTableName).")
  private @Nullable String mappings;

  @Option(
      names = "--region",
      scope = ScopeType.INHERIT,
      description = "The tables' region (default: AWS's usual chain).")
  private @Nullable String region;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "Where DynamoDB answers, if not at AWS.")
  private @Nullable URI endpoint;

  @Spec private @Nullable CommandSpec spec;

  /** Prices what was settled anew, after a price was corrected. */
  @Command(
      name = "reprice",
      description = "Prices the requests of some days anew, after a price was corrected.",
      mixinStandardHelpOptions = true)
  int reprice(
      @Parameters(
              paramLabel = "FROM",
              converter = Day.class,
              description = "The first day, as 2026-11-01 (UTC).")
          LocalDate from,
      @Parameters(paramLabel = "TO", converter = Day.class, description = "The last day.")
          LocalDate to,
      @Option(
              names = "--config",
              paramLabel = "FILE",
              description = "The config.yaml whose models have the prices.")
          @Nullable Path config) {
    requireSpan(from, to);
    if (usage != null && mappings == null && config == null) {
      throw new Refusal(
          "prices stand with the models: --mappings-table or --config says where those are");
    }
    return with(store -> {
      Pricing pricing = new Pricing(new ModelCatalogue(), deployments(config, store));
      Repricing.Outcome outcome =
          new Repricing(store.ledger(), pricing)
              .run(start(from), start(to.plusDays(1)), day -> say(day + " has other costs now"));
      if (usage == null) {
        addUp(store);
      }
      say(outcome);
      return 0;
    });
  }

  /** In a stack the table's stream does so. */
  private static void addUp(Store store) {
    while (store.sums().catchUp()) {
      // There is more.
    }
  }

  private void say(Repricing.Outcome outcome) {
    say(
        "requests: "
            + outcome.records()
            + ", changed: "
            + outcome.changed()
            + ", cost before: "
            + Dollars.text(outcome.before())
            + ", now: "
            + Dollars.text(outcome.after()));
    if (outcome.unknown() > 0) {
      say("of unknown cost: " + outcome.unknown());
      outcome.unpriced().forEach(what -> say("no price: " + what));
    }
  }

  /** Makes the sums of some days anew from their records. */
  @Command(
      name = "rebuild",
      description = "Makes the daily sums of some days anew from their records.",
      mixinStandardHelpOptions = true)
  int rebuild(
      @Parameters(
              paramLabel = "FROM",
              converter = Day.class,
              description = "The first day, as 2026-11-01 (UTC).")
          LocalDate from,
      @Parameters(paramLabel = "TO", converter = Day.class, description = "The last day.")
          LocalDate to,
      @Option(
              names = "--fewer",
              description = "Also where records have expired, so that fewer are left than counted.")
          boolean fewer) {
    requireSpan(from, to);
    requireAccounts();
    return with(store -> {
      int refusals = 0;
      for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
        switch (store.sums().rebuild(day, store.ledger(), now(), fewer)) {
          case Sums.Rebuilt.Done done -> say(day + ": requests: " + done.records());
          case Sums.Rebuilt.Refused refused -> {
            refusals++;
            say(day + " is not rebuilt: " + refused.why());
          }
        }
      }
      return refusals == 0 ? 0 : 1;
    });
  }

  /** Ends what a process that died left open. */
  @Command(
      name = "sweep",
      description = "Ends requests whose process died; a running gateway does so by itself.",
      mixinStandardHelpOptions = true)
  int sweep() {
    requireAccounts();
    return with(store -> {
      say("requests ended: " + new Sweep(store.ledger(), store.accounts()).run(now()));
      return 0;
    });
  }

  private static void requireSpan(LocalDate from, LocalDate to) {
    if (to.isBefore(from)) {
      throw new Refusal("there is no day from " + from + " to " + to + ": the first comes first");
    }
  }

  private void requireAccounts() {
    if (usage != null && accounts == null) {
      throw new Refusal("--usage-table needs --accounts-table beside it, for this");
    }
  }

  /** What is done, and the code that the command ends with. */
  private interface Work {
    int on(Store store);
  }

  private int with(Work work) {
    try (Store store = open()) {
      return work.on(store);
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new Refusal("not all was done, and it can be repeated: " + e.getMessage());
    }
  }

  private Store open() {
    if (usage == null) {
      return DataFolder.existing(data);
    }
    String models = mappings == null ? usage : mappings;
    DynamoStore.Tables tables = new DynamoStore.Tables(models, usage, null, null, accounts, null);
    return DynamoStore.open(region, endpoint, tables, new SecureRandom());
  }

  /** As a gateway that is started so has them. */
  private List<Deployment> deployments(@Nullable Path config, Store store) {
    Mappings models = usage != null && mappings == null ? null : store.mappings();
    if (config != null) {
      GatewayConfig read = ConfigFile.read(config, System.getenv());
      return models == null
          ? read.deployments()
          : new FileMappings(read.configured(), models).load().deployments();
    }
    List<Deployment> stored = models == null ? List.of() : models.load().deployments();
    if (stored.isEmpty()) {
      throw new Refusal(
          "no models are stored there: --config names the file that has their prices");
    }
    return stored;
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

  /** A day as ISO 8601 has it. */
  static final class Day implements ITypeConverter<LocalDate> {
    @Override
    public LocalDate convert(String text) {
      try {
        return LocalDate.parse(text);
      } catch (DateTimeException _) {
        throw new TypeConversionException("there is no day '" + text + "': write it as 2026-11-01");
      }
    }
  }
}
