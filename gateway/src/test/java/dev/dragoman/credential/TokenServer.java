package dev.dragoman.credential;

import dev.dragoman.fixture.HttpExchange;
import dev.dragoman.fixture.upstream.Received;
import dev.dragoman.fixture.upstream.UpstreamForm.Written;
import dev.dragoman.upstream.Timeouts;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.upstream.UpstreamResponse;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server of tokens on loopback, asked by the gateway's own client. */
public final class TokenServer implements AutoCloseable {
  /** Stands for this server where Google's library insists on TLS. */
  public static final String SECURE = "https://tokens.example";

  private static final Duration SHORT = Duration.ofSeconds(5);

  private final HttpExchange server;
  private final UpstreamClient client = new UpstreamClient(InstantSource.system());
  private final Deque<Written> answers = new ArrayDeque<>();
  private final List<Received> requests = new CopyOnWriteArrayList<>();
  private final Map<String, String> variables = new HashMap<>();

  private TokenServer() throws IOException {
    this.server = HttpExchange.start(this::next);
  }

  public static TokenServer start() throws IOException {
    return new TokenServer();
  }

  private synchronized Written next(Received request) {
    requests.add(request);
    return answers.isEmpty() ? written(500, "{\"error\":\"no answer is left\"}") : answers.remove();
  }

  /** One more answer, in turn. */
  public synchronized TokenServer answering(int status, String json) {
    answers.add(written(status, json));
    return this;
  }

  /** A variable of the process. */
  public TokenServer with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  public String baseUrl() {
    return server.baseUrl();
  }

  /** {@code HOST:PORT}. */
  public String authority() {
    return baseUrl().substring("http://".length());
  }

  /** The request that came as the {@code n}th, from 0. */
  public Received request(int n) {
    return requests.get(n);
  }

  public int count() {
    return requests.size();
  }

  /** The form that a request carries, decoded. */
  public static Map<String, String> form(Received request) {
    Map<String, String> fields = new HashMap<>();
    for (String field : new String(request.body(), StandardCharsets.UTF_8).split("&")) {
      String[] parts = field.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  /** Credentials whose tokens come from here, at the true time. */
  public Credentials credentials() {
    return new Credentials(variables::get, this::send, Instant::now);
  }

  /** The header that authorizes a request. */
  public @Nullable String authorization(Authentication authentication) {
    UpstreamRequest plain =
        new UpstreamRequest("POST", URI.create("http://h/x"), Headers.EMPTY, new byte[0]);
    return credentials().authorize(plain, authentication).headers().first("authorization");
  }

  private Http.Answer send(UpstreamRequest asked) throws IOException {
    URI here = URI.create(asked.uri().toString().replace(SECURE, baseUrl()));
    UpstreamRequest request =
        new UpstreamRequest(asked.method(), here, asked.headers(), asked.body());
    try (UpstreamResponse response =
        client.open(request, new Timeouts(SHORT, SHORT, SHORT, SHORT))) {
      return new Http.Answer(response.status(), response.headers(), response.bodyUpTo(64 << 10));
    }
  }

  private static Written written(int status, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return new Written(status, "application/json", List.of(body), false);
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
