package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.config.ConfigReader;
import dev.dragoman.config.GatewayConfig;
import dev.dragoman.fixture.PlantedSecrets;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.fixture.search.ScriptedSearch;
import dev.dragoman.http.Handler;
import dev.dragoman.http.Request;
import dev.dragoman.provider.catalogue.Providers;
import dev.dragoman.routing.Configured;
import dev.dragoman.store.InMemoryStore;
import dev.dragoman.store.SqliteStore;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets stand in no answer, no line of the log and no table, whatever happens. */
class SecretsTest {
  @TempDir private Path folder;

  @Test
  void noSecretComesToLight() throws Exception {
    InMemoryStore file = new InMemoryStore();
    try (Log log = new Log();
        ScriptedChatServer upstream = ScriptedChatServer.start(PlantedSecrets::answer);
        ScriptedSearch search = ScriptedSearch.failing(401, "{\"error\":\"no\"}");
        UpstreamClient client = new UpstreamClient(Clock.systemUTC());
        SqliteStore store = SqliteStore.open(folder.resolve("store.db"))) {
      String yaml = PlantedSecrets.config(upstream.baseUrl(), search.baseUrl());
      Map<String, String> environment = new HashMap<>(PlantedSecrets.environment());
      GatewayConfig config = new ConfigReader(Providers.known(), environment::get).read(yaml);
      config.environment().forEach((name, value) -> environment.put(name, value.name()));
      file.mappings()
          .replaceConfig(new Configured(config.deployments(), config.routing(), config.policy()));
      Kept kept = Worlds.kept(store);
      Kept withFile =
          new Kept(
              file.mappings(),
              kept.ledger(),
              kept.accounts(),
              kept.sums(),
              kept.directory(),
              kept.audit(),
              kept.health(),
              null);
      Handler gateway =
          Gateway.in(Worlds.of(withFile, client, environment::get, PlantedSecrets.MASTER));
      PlantedSecrets secrets =
          new PlantedSecrets((method, path, key, body) -> ask(gateway, method, path, key, body));
      secrets.play();
      List<String> lines = log.lines();
      assertTrue(lines.stream().anyMatch(line -> line.contains("provider is asked")));
      lines.forEach(line -> secrets.look("the log", line));
      while (store.sums().catchUp()) {
        // Until all is summed up
      }
      try (Stream<Path> files = Files.list(folder)) {
        for (Path each : files.toList()) {
          secrets.look(
              each.getFileName().toString(), Files.readString(each, StandardCharsets.ISO_8859_1));
        }
      }
      secrets.look("the configuration's text form", config.toString());
      assertEquals("", String.join("\n", secrets.found()));
    }
  }

  private static String ask(
      Handler gateway, String method, String path, @Nullable String key, String body)
      throws IOException {
    Recorded answer = new Recorded();
    int mark = path.indexOf('?');
    gateway.handle(
        new Request(
            method,
            mark < 0 ? path : path.substring(0, mark),
            mark < 0 ? null : path.substring(mark + 1),
            key == null ? Headers.EMPTY : Headers.of("authorization", "Bearer " + key),
            body.getBytes(StandardCharsets.UTF_8)),
        answer);
    return answer.status() + " " + answer.headers() + "\n\n" + answer.body();
  }

  /** All that is logged while it is open, at every level, with the faults. */
  private static final class Log extends java.util.logging.Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.dragoman");
    private final @Nullable Level before = logger.getLevel();
    private final boolean passing = logger.getUseParentHandlers();
    private final List<String> lines = new ArrayList<>();

    Log() {
      logger.setLevel(Level.ALL);
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }

    synchronized List<String> lines() {
      return List.copyOf(lines);
    }

    @Override
    public synchronized void publish(LogRecord one) {
      StringWriter text = new StringWriter();
      text.append(one.getMessage()).append('\n');
      if (one.getThrown() != null) {
        one.getThrown().printStackTrace(new PrintWriter(text, true));
      }
      lines.add(text.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setLevel(before);
      logger.setUseParentHandlers(passing);
    }
  }
}
