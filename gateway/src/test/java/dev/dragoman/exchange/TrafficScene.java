package dev.dragoman.exchange;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.http.Handler;
import dev.dragoman.http.Request;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.NewestRequests;
import dev.dragoman.routing.RouterSettings;
import dev.dragoman.store.InMemoryStore;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The whole gateway between recorded clients and several scripted providers. A deployment's id is
 * the name of its server.
 */
final class TrafficScene implements AutoCloseable {
  private final Map<String, ScriptedChatServer> servers = new LinkedHashMap<>();
  private final List<Deployment> deployments = new ArrayList<>();
  private final InMemoryStore store = new InMemoryStore();
  private final UpstreamClient client = new UpstreamClient(Clock.systemUTC());
  private RouterSettings settings = RouterSettings.DEFAULT;
  private @Nullable NewestRequests newest;
  private @Nullable Handler gateway;

  /** An answer in one chunk. */
  static ChatScript saying(String text) {
    return ChatScript.stream().text(text).finish("stop").usage(9, 2, 0, 0).done();
  }

  /** A server that gives these answers in turn, and then the last one always. */
  static ScriptedChatServer server(ChatScript... answers) {
    AtomicInteger asked = new AtomicInteger();
    return ScriptedChatServer.start(
        _ -> answers[Math.min(asked.getAndIncrement(), answers.length - 1)]);
  }

  /** Adds a deployment of {@code gpt-4o}. */
  TrafficScene with(String id, ChatScript... answers) {
    return with("gpt-4o", id, server(answers));
  }

  /** Adds a deployment of any name. */
  TrafficScene with(String modelName, String id, ScriptedChatServer server) {
    servers.put(id, server);
    deployments.add(deployment(id, modelName, server.baseUrl(), null));
    return this;
  }

  /** Adds a deployment of {@code gpt-4o} whose content must begin within so long. */
  TrafficScene impatient(String id, Duration streamTimeout, ChatScript... answers) {
    ScriptedChatServer server = server(answers);
    servers.put(id, server);
    deployments.add(deployment(id, "gpt-4o", server.baseUrl(), streamTimeout.toMillis()));
    return this;
  }

  private static Deployment deployment(
      String id, String modelName, String address, @Nullable Long streamTimeout) {
    return new Deployment(
        id,
        modelName,
        "openai",
        "gpt-4o",
        address,
        new SecretRef("plain-upstream-key"),
        Map.of(),
        null,
        streamTimeout,
        null,
        null,
        Map.of(),
        Deployment.Origin.CONFIG);
  }

  /** Makes a deployment one of another provider's. */
  TrafficScene withProvider(String id, String provider) {
    deployments.replaceAll(d ->
        d.id().equals(id)
            ? new Deployment(
                id,
                d.modelName(),
                provider,
                "some-model",
                d.apiBase(),
                d.apiKey(),
                Map.of(),
                null,
                null,
                null,
                null,
                Map.of(),
                Deployment.Origin.CONFIG)
            : d);
    return this;
  }

  TrafficScene settings(RouterSettings changed) {
    settings = changed;
    return this;
  }

  TrafficScene newest(NewestRequests kept) {
    newest = kept;
    return this;
  }

  /** The settings of a gateway that pings that often. */
  static RouterSettings pinging(Duration interval) {
    return settings(RouterSettings.DEFAULT.fallbacks(), interval);
  }

  /** Those of one in which models stand in for others. */
  static RouterSettings fallingBack(Map<String, List<String>> fallbacks) {
    return settings(
        new RouterSettings.Fallbacks(fallbacks, List.of(), Map.of(), Map.of(), 5),
        RouterSettings.DEFAULT.pingInterval());
  }

  private static RouterSettings settings(RouterSettings.Fallbacks fallbacks, Duration interval) {
    RouterSettings usual = RouterSettings.DEFAULT;
    return new RouterSettings(
        Map.of(),
        usual.balance(),
        usual.retries(),
        usual.coolDowns(),
        fallbacks,
        Map.of(),
        usual.hidden(),
        null,
        null,
        interval);
  }

  Recorded ask(boolean stream) throws IOException {
    return ask(stream, Headers.EMPTY, new Recorded());
  }

  Recorded ask(boolean stream, Headers more, Recorded answer) throws IOException {
    return post(
        """
        {"model": "gpt-4o", "max_tokens": 100, "stream": %s,
         "messages": [{"role": "user", "content": "hello"}]}\
        """
            .formatted(stream),
        more,
        answer);
  }

  Recorded post(String body, Headers more, Recorded answer) throws IOException {
    Headers.Builder headers = Headers.builder().add("x-api-key", Scene.KEY);
    more.forEach(headers::add);
    Request request =
        new Request(
            "POST", "/v1/messages", null, headers.build(), body.getBytes(StandardCharsets.UTF_8));
    gateway().handle(request, answer);
    return answer;
  }

  private synchronized Handler gateway() {
    Handler made = gateway;
    if (made == null) {
      store.mappings().replaceConfig(new Configured(deployments, settings));
      made =
          Gateway.in(Worlds.of(Worlds.kept(store).with(newest), client, name -> null, Scene.KEY));
      gateway = made;
    }
    return made;
  }

  /** How often a server was asked. */
  int asked(String id) {
    ScriptedChatServer server = servers.get(id);
    return server == null ? 0 : server.requests().size();
  }

  /** The record of an answer. */
  UsageRecord record(Recorded answer) {
    return store.ledger().find(answer.header("request-id")).orElseThrow();
  }

  @Override
  public void close() {
    client.close();
    servers.values().forEach(ScriptedChatServer::close);
  }
}
