package dev.dragoman.local;

import dev.dragoman.config.GatewayConfig;
import dev.dragoman.config.LiteralSecrets;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.Mappings;
import dev.dragoman.store.DynamoStore;
import dev.dragoman.store.Store;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dragoman config}: what is done with a configuration. */
@Command(
    name = "config",
    description = "Works with a config.yaml in LiteLLM's form.",
    subcommands = Config.Push.class,
    mixinStandardHelpOptions = true)
final class Config {
  /**
   * {@code dragoman config push}: makes a file's model list what the gateway serves. What an
   * earlier push brought and this file lacks goes; what was made otherwise stays.
   */
  @Command(
      name = "push",
      description = "Writes the models of a config.yaml to the gateway's table.",
      mixinStandardHelpOptions = true)
  static final class Push implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The config.yaml.")
    private Path file = Path.of("config.yaml");

    @Option(
        names = "--table",
        paramLabel = "NAME",
        description = "The DynamoDB table of mappings (the stack's output MappingsTableName).")
    private @Nullable String table;

    @Option(names = "--region", description = "The table's region (default: AWS's usual chain).")
    private @Nullable String region;

    @Option(
        names = "--endpoint",
        paramLabel = "URL",
        description = "Where DynamoDB answers, if not at AWS.")
    private @Nullable URI endpoint;

    @Option(
        names = "--data",
        paramLabel = "DIR",
        defaultValue = ".dragoman",
        description = "Without --table: the local gateway's folder (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".dragoman");

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      // References stay references: they are the gateway's to resolve, where it runs.
      GatewayConfig config = ConfigFile.read(file, System.getenv());
      refuseLiteralSecrets(config.configured());
      try (Store store = open()) {
        push(config, store.mappings());
      } catch (UncheckedIOException | IllegalStateException e) {
        throw new Refusal("nothing is sure to have been written: " + e.getMessage());
      }
      return 0;
    }

    /** A store keeps what it is given in plain text; a secret does not belong there. */
    private static void refuseLiteralSecrets(Configured configured) {
      List<String> literal =
          Stream.concat(
                  configured.deployments().stream().flatMap(d -> LiteralSecrets.in(d).stream()),
                  LiteralSecrets.in(configured.settings()).stream())
              .distinct()
              .toList();
      if (!literal.isEmpty()) {
        throw new Refusal(
            String.join(", ", literal)
                + " stands in the file itself: write os.environ/NAME instead, so that it is not"
                + " stored in plain text");
      }
    }

    private Store open() {
      if (table == null) {
        return DataFolder.open(data);
      }
      DynamoStore.Tables tables = new DynamoStore.Tables(table, table, null, null, null, null);
      return DynamoStore.open(region, endpoint, tables, new SecureRandom());
    }

    private void push(GatewayConfig config, Mappings mappings) {
      Configured configured = config.configured(Instant.now());
      mappings.replaceConfig(configured);
      PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
      for (Deployment stored : mappings.load().deployments()) {
        boolean shadowed =
            stored.origin() != Deployment.Origin.CONFIG
                && config.deployments().stream().anyMatch(d -> d.id().equals(stored.id()));
        if (shadowed) {
          out.println("kept, not replaced: " + stored.id() + " was made by API under the same id");
        }
      }
      config.warnings().forEach(out::println);
      Set<String> settings = new TreeSet<>(configured.settings().byName().keySet());
      settings.addAll(config.policy().keySet());
      if (!settings.isEmpty()) {
        out.println("settings written: " + String.join(", ", settings));
      }
      out.println(
          config.deployments().size()
              + " deployment(s) written; running gateways read them within seconds");
    }
  }
}
