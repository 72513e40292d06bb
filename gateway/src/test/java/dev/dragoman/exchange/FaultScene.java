package dev.dragoman.exchange;

import dev.dragoman.config.ConfigReader;
import dev.dragoman.fixture.fault.FaultServer;
import dev.dragoman.http.Handler;
import dev.dragoman.http.Request;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.provider.catalogue.Providers;
import dev.dragoman.store.InMemoryStore;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** The whole gateway between a recorded client and a provider that fails. */
final class FaultScene implements AutoCloseable {
  /** How long an answer may take where nothing is meant to take long. */
  static final double PATIENT = 30;

  /** How long an answer may take whose provider has fallen silent. */
  static final double HASTY = 1.5;

  private final InMemoryStore store = new InMemoryStore();
  private final UpstreamClient client = new UpstreamClient(Clock.systemUTC());
  private final FaultServer upstream;
  private final Handler gateway;

  /**
   * A gateway with two deployments of that provider, {@code failing} and {@code mended}; of what
   * befell the first the second knows nothing.
   *
   * @param seconds what the first one's whole answer may take; half of that its beginning
   */
  FaultScene(FaultServer upstream, double seconds) {
    this.upstream = upstream;
    String yaml =
        "model_list:\n"
            + deployment("failing", upstream.deployment(), seconds)
            + deployment("mended", upstream.deployment(), PATIENT);
    new ConfigReader(Providers.known(), _ -> null)
        .read(yaml)
        .deployments()
        .forEach(store.mappings()::put);
    gateway = Gateway.in(Worlds.of(Worlds.kept(store), client, _ -> null, Scene.KEY));
  }

  private static String deployment(String name, List<String> lines, double seconds) {
    String params =
        lines.stream().map(line -> "      " + line + "\n").collect(Collectors.joining());
    return "  - model_name: "
        + name
        + "\n    litellm_params:\n"
        + params
        + "      timeout: "
        + seconds
        + "\n      stream_timeout: "
        + seconds / 2
        + "\n    model_info:\n      id: "
        + name
        + "\n";
  }

  /** Asks once, without another attempt. */
  void ask(String model, boolean stream, Recorded answer) throws IOException {
    // What is folded shows nothing, and how it arrives changes nothing.
    upstream.seeing(() -> !stream || answer.body().contains("_delta\""));
    String body =
        """
        {"model": "%s", "max_tokens": 100, "stream": %s,
         "tools": [{"name": "look", "input_schema": {"type": "object", "properties": {
           "at": {"type": "string"}}}}],
         "messages": [{"role": "user", "content": "hello"}]}\
        """
            .formatted(model, stream);
    gateway.handle(
        new Request(
            "POST",
            "/v1/messages",
            "beta=true",
            Headers.of("Authorization", "Bearer " + Scene.KEY).with("x-litellm-num-retries", "0"),
            body.getBytes(StandardCharsets.UTF_8)),
        answer);
  }

  /** The record of an answer. */
  UsageRecord record(Recorded answer) {
    return store.ledger().find(answer.header("request-id")).orElseThrow();
  }

  @Override
  public void close() {
    client.close();
  }
}
