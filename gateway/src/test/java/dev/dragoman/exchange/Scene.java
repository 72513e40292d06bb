package dev.dragoman.exchange;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.http.Handler;
import dev.dragoman.http.Request;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.provider.Deployment;
import dev.dragoman.store.InMemoryStore;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole gateway between a recorded client and a scripted provider. */
final class Scene implements AutoCloseable {
  static final String KEY = "sk-master-1234567890";

  private final ScriptedChatServer upstream;
  private final InMemoryStore store = new InMemoryStore();
  private final UpstreamClient client = new UpstreamClient(Clock.systemUTC());
  private final Handler gateway;

  private Scene(ScriptedChatServer upstream, @Nullable UsageLedger ledger, List<Deployment> more) {
    this.upstream = upstream;
    Deployment gpt4o =
        Deployment.of("gpt-4o", "openai", "gpt-4o")
            .at(upstream.baseUrl(), new SecretRef("plain-upstream-key"));
    store.mappings().put(gpt4o);
    more.forEach(store.mappings()::put);
    gateway =
        Gateway.in(
            Worlds.of(
                Worlds.kept(store).with(ledger == null ? store.ledger() : ledger),
                client,
                name -> null,
                KEY));
  }

  static Scene answering(ChatScript... scripts) {
    return new Scene(ScriptedChatServer.answering(scripts), null, List.of());
  }

  static Scene with(UsageLedger ledger, ChatScript... scripts) {
    return new Scene(ScriptedChatServer.answering(scripts), ledger, List.of());
  }

  static Scene with(List<Deployment> more, ChatScript... scripts) {
    return new Scene(ScriptedChatServer.answering(scripts), null, more);
  }

  ScriptedChatServer upstream() {
    return upstream;
  }

  /** Asks {@code gpt-4o}. */
  Recorded ask(boolean stream) throws IOException {
    return ask(stream, new Recorded());
  }

  Recorded ask(boolean stream, Recorded answer) throws IOException {
    return post(
        "/v1/messages",
        """
        {"model": "gpt-4o", "max_tokens": 100, "stream": %s, "top_k": 5,
         "messages": [{"role": "user", "content": "hello"}]}\
        """
            .formatted(stream),
        answer);
  }

  Recorded post(String path, String body) throws IOException {
    return post(path, body, new Recorded());
  }

  private Recorded post(String path, String body, Recorded answer) throws IOException {
    gateway.handle(
        new Request(
            "POST",
            path,
            "beta=true",
            // One attempt each: what follows a failure is tried in a scene of its own.
            Headers.of("Authorization", "Bearer " + KEY, "x-litellm-num-retries", "0"),
            body.getBytes(StandardCharsets.UTF_8)),
        answer);
    return answer;
  }

  Recorded send(String method, String path, Headers headers) throws IOException {
    String[] parts = path.split("\\?", 2);
    Recorded answer = new Recorded();
    gateway.handle(
        new Request(method, parts[0], parts.length > 1 ? parts[1] : null, headers, new byte[0]),
        answer);
    return answer;
  }

  /** The record of an answer. */
  UsageRecord record(Recorded answer) {
    return store.ledger().find(answer.header("request-id")).orElseThrow();
  }

  @Override
  public void close() {
    client.close();
    upstream.close();
  }
}
