package dev.dragoman.exchange;

import dev.dragoman.access.Limits;
import dev.dragoman.access.VirtualKey;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.fixture.ChatRequest;
import dev.dragoman.fixture.ChatScript;
import dev.dragoman.http.Handler;
import dev.dragoman.http.Request;
import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.Window;
import dev.dragoman.provider.Deployment;
import dev.dragoman.store.Store;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.wire.Headers;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole gateway over a store that other processes share, with one key and one model, which costs
 * $2 and $8 a million. Requests are numbered: each asks for 32,000 tokens of output, has its number
 * for its session, and uses about 1,000 in and 300 out, always the same by its number.
 */
final class PaidGateway implements AutoCloseable {
  private static final String KEY = "sk-of-many-people";
  private static final String MODEL = "gpt-4.1";
  private static final long INPUT_PRICE = 2_000;
  private static final long OUTPUT_PRICE = 8_000;
  private static final Pattern NUMBER = Pattern.compile("request (\\d+):");
  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private final UpstreamClient client = new UpstreamClient(Clock.systemUTC());
  private final Handler gateway;

  PaidGateway(Store store) {
    gateway =
        Gateway.in(
            new Gateway.World(
                Worlds.kept(store),
                client,
                name -> null,
                Scene.KEY,
                null,
                _ -> {},
                null,
                Clock.systemUTC(),
                new SecureRandom()));
  }

  /** Hands out the key with these limits, and serves the model at a base URL. */
  static void prepare(Store store, String upstream, Limits limits) {
    store
        .mappings()
        .put(
            Deployment.of(MODEL, "openai", MODEL)
                .at(upstream, new SecretRef("plain-upstream-key")));
    store
        .directory()
        .keys()
        .put(
            new VirtualKey(
                PaidScene.hash(KEY),
                "sk-...ople",
                null,
                null,
                null,
                List.of(),
                Map.of(),
                limits,
                null,
                null,
                false,
                List.of(),
                Map.of(),
                Map.of(),
                "master",
                Instant.EPOCH,
                Instant.EPOCH,
                1));
  }

  /** The key's budget. */
  static Account account() {
    String id = "key/" + PaidScene.hash(KEY) + "/cost";
    return new Account(id, "the key", Measure.COST, Window.ALWAYS, 0, 0);
  }

  /** Tokens that go in. */
  static int input(long number) {
    return (int) (900 + number * 37 % 101);
  }

  /** Tokens that come out, if the request may have so many. */
  static int output(long number) {
    return (int) (200 + number * 7_919 % 201);
  }

  /** In nano-dollars. */
  static long cost(long number) {
    return INPUT_PRICE * input(number) + OUTPUT_PRICE * output(number);
  }

  /** The number of a request that arrived at the provider. */
  static long number(ChatRequest request) {
    Matcher number = NUMBER.matcher(new String(request.body(), StandardCharsets.UTF_8));
    if (!number.find()) {
      throw new IllegalArgumentException("a request without a number");
    }
    return Long.parseLong(number.group(1));
  }

  /**
   * What the provider answers: no more than it is allowed to.
   *
   * @param pause after each of the answer's pieces
   */
  static ChatScript answer(ChatRequest request, Duration pause) {
    long number = number(request);
    int cap = request.json().path("max_tokens").asInt(-1);
    if (cap < 0) {
      cap = request.json().path("max_completion_tokens").intValue();
    }
    boolean whole = output(number) <= cap;
    ChatScript script = ChatScript.stream();
    for (int i = 0; i < 6; i++) {
      script = script.text("word ");
      script = pause.isZero() ? script : script.pause(pause);
    }
    return script
        .finish(whole ? "stop" : "length")
        .usage(input(number), Math.min(output(number), cap), 0, 0)
        .done();
  }

  /** Every other one asks for a stream. */
  Recorded ask(long number) throws IOException {
    return ask(number, number % 2 == 0);
  }

  Recorded ask(long number, boolean stream) throws IOException {
    Recorded answer = new Recorded();
    // At four bytes a token it has the tokens that the provider will say.
    String body =
        """
        {"model": "%s", "max_tokens": 32000, "stream": %s,
         "messages": [{"role": "user", "content": "request %d: %s"}]}\
        """
            .formatted(MODEL, stream, number, "word ".repeat(800));
    gateway.handle(
        new Request(
            "POST",
            "/v1/messages",
            null,
            Headers.of("x-api-key", KEY, "x-claude-code-session-id", Long.toString(number)),
            body.getBytes(StandardCharsets.UTF_8)),
        answer);
    return answer;
  }

  /** Tells the process that started this one: a line, whole or not at all. */
  static void say(String line) {
    try {
      OUT.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps the log of a process to what no fault should come to. */
  static void logErrorsOnly() {
    Logger.getLogger("").setLevel(Level.SEVERE);
  }

  @Override
  public void close() {
    client.close();
  }
}
