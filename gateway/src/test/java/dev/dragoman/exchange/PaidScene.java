package dev.dragoman.exchange;

import dev.dragoman.access.Limits;
import dev.dragoman.access.Team;
import dev.dragoman.access.User;
import dev.dragoman.access.VirtualKey;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.fixture.ChatRequest;
import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.http.Handler;
import dev.dragoman.http.Request;
import dev.dragoman.ledger.Dollars;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.provider.Deployment;
import dev.dragoman.store.InMemoryStore;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A gateway with keys, users and teams, whose model gpt-4o costs $2.50 and $10 a million. */
final class PaidScene implements AutoCloseable {
  static final String KEY = "sk-of-one-person";

  final InMemoryStore store = new InMemoryStore();
  private final ScriptedChatServer upstream;
  private final UpstreamClient client = new UpstreamClient(Clock.systemUTC());
  private final Handler gateway;

  PaidScene(Function<ChatRequest, ChatScript> answers) {
    this(answers, kept -> kept);
  }

  PaidScene(Function<ChatRequest, ChatScript> answers, UnaryOperator<Kept> kept) {
    upstream = ScriptedChatServer.start(answers);
    serve(Deployment.of("gpt-4o", "openai", "gpt-4o"));
    gateway =
        Gateway.in(Worlds.of(kept.apply(Worlds.kept(store)), client, name -> null, Scene.KEY));
  }

  /** An answer that used so much. */
  static ChatScript used(int input, int output) {
    return ChatScript.stream().text("ok").finish("stop").usage(input, output, 0, 0).done();
  }

  /** Serves one more deployment. */
  void serve(Deployment deployment) {
    store.mappings().put(deployment.at(upstream.baseUrl(), new SecretRef("plain-upstream-key")));
  }

  static Limits limits(@Nullable String budget) {
    return new Limits(
        budget == null ? null : dollars(budget), null, null, null, null, null, Map.of(), null);
  }

  static long dollars(String amount) {
    return Dollars.nanos(new BigDecimal(amount));
  }

  static String hash(String key) {
    try {
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Hands out {@link #KEY} with these limits. */
  PaidScene key(Limits limits) {
    return key(KEY, limits, null, null, List.of());
  }

  PaidScene key(
      String key,
      Limits limits,
      @Nullable String user,
      @Nullable String team,
      List<String> models) {
    store
        .directory()
        .keys()
        .put(
            new VirtualKey(
                hash(key),
                "sk-..." + key.substring(key.length() - 4),
                null,
                user,
                team,
                models,
                Map.of("mine", "gpt-4o"),
                limits,
                null,
                null,
                false,
                List.of("blue"),
                Map.of(),
                Map.of(),
                "master",
                Instant.EPOCH,
                Instant.EPOCH,
                1));
    return this;
  }

  PaidScene user(String id, Limits limits) {
    store
        .directory()
        .users()
        .put(
            new User(
                id,
                null,
                null,
                dev.dragoman.access.Role.INTERNAL_USER,
                List.of(),
                limits,
                null,
                false,
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                1));
    return this;
  }

  PaidScene team(String id, Limits limits) {
    store
        .directory()
        .teams()
        .put(
            new Team(
                id,
                null,
                List.of(),
                List.of(),
                Map.of(),
                limits,
                null,
                false,
                List.of(),
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                1));
    return this;
  }

  Recorded ask(boolean stream, int maxTokens) throws IOException {
    return ask(KEY, "gpt-4o", stream, maxTokens, Headers.EMPTY, new Recorded());
  }

  Recorded ask(
      String key, String model, boolean stream, int maxTokens, Headers more, Recorded answer)
      throws IOException {
    Headers.Builder headers = Headers.builder().add("x-api-key", key);
    if (more.first("x-litellm-num-retries") == null) {
      headers.add("x-litellm-num-retries", "0");
    }
    more.forEach(headers::add);
    String body =
        """
        {"model": "%s", "max_tokens": %d, "stream": %s,
         "messages": [{"role": "user", "content": "hello"}]}\
        """
            .formatted(model, maxTokens, stream);
    gateway.handle(
        new Request(
            "POST", "/v1/messages", null, headers.build(), body.getBytes(StandardCharsets.UTF_8)),
        answer);
    return answer;
  }

  Recorded get(String key, String path) throws IOException {
    Recorded answer = new Recorded();
    gateway.handle(
        new Request("GET", path, null, Headers.of("x-api-key", key), new byte[0]), answer);
    return answer;
  }

  /** What the provider was asked. */
  List<ChatRequest> asked() {
    return upstream.requests();
  }

  UsageRecord record(Recorded answer) {
    return store.ledger().find(answer.header("request-id")).orElseThrow();
  }

  /** Whether there is a record of an answer. */
  boolean isRecorded(Recorded answer) {
    return store.ledger().find(answer.header("request-id")).isPresent();
  }

  @Override
  public void close() {
    client.close();
    upstream.close();
  }
}
