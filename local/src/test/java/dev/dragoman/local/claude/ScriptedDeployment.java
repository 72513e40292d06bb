package dev.dragoman.local.claude;

import dev.dragoman.fixture.ChatRequest;
import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ScriptedChatServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A deployment of Chat Completions that fails as its scripts say, and when it was asked. */
final class ScriptedDeployment implements AutoCloseable {
  private final ScriptedChatServer server;
  private final List<Long> arrivals = new CopyOnWriteArrayList<>();

  private ScriptedDeployment(Function<ChatRequest, ChatScript> answers) {
    this.server =
        ScriptedChatServer.start(request -> {
          arrivals.add(System.nanoTime());
          return answers.apply(request);
        });
  }

  /** One that asks {@code answers} for each request. */
  static ScriptedDeployment of(Function<ChatRequest, ChatScript> answers) {
    return new ScriptedDeployment(answers);
  }

  /** One that plays these scripts in turn, the last of them for ever. */
  static ScriptedDeployment playing(ChatScript... scripts) {
    return thinking(Duration.ZERO, scripts);
  }

  /** The same, but for so long not even a status comes. */
  static ScriptedDeployment thinking(Duration thought, ChatScript... scripts) {
    AtomicInteger asked = new AtomicInteger();
    return of(_ -> {
      int number = asked.getAndIncrement();
      think(thought);
      return scripts[Math.min(number, scripts.length - 1)];
    });
  }

  /** Passes that time. */
  static void think(Duration thought) {
    try {
      Thread.sleep(thought);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** The lines of a deployment where nobody listens. */
  static List<String> nowhere() throws IOException {
    try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return lines("http://127.0.0.1:" + port.getLocalPort() + "/v1");
    }
  }

  /** The lines of {@code litellm_params} that lead here. */
  List<String> lines() {
    return lines(server.baseUrl());
  }

  private static List<String> lines(String base) {
    return List.of("model: openai/gpt-4o", "api_base: " + base, "api_key: sk-upstream");
  }

  /** What it was asked so far. */
  List<ChatRequest> requests() {
    return server.requests();
  }

  /** How long after a request, from 0, the next one came. */
  Duration pauseAfter(int request) {
    return Duration.ofNanos(arrivals.get(request + 1) - arrivals.get(request));
  }

  /** Fails if OpenAI would have refused any request. */
  void assertClean() {
    server.assertClean();
  }

  @Override
  public void close() {
    server.close();
  }
}
